"""The commands by name; only the one that was typed is loaded, for all take longer than a search.

Each has a module of its name, whose `register` adds it to a program.
"""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from bri_search.errors import UsageError

if TYPE_CHECKING:
    from typer._click import Command, Context

__all__ = ["SUMMARIES", "Commands"]

SUMMARIES: Final = {
    "index": "Build the index, or bring it up to date.",
    "search": "Find the passages that answer a query.",
    "kwic": "Show a phrase in its contexts, or count it.",
    "quote": "Find where a quotation comes from.",
    "check": "Check every quotation in a draft.",
    "parallels": "List the passages that sources share.",
    "show": "Read a source, or a part of it.",
    "sources": "List what is in the index.",
    "verify": "Check that the index is whole and current.",
}
"""What each command does, in the order in which help lists them."""


class Commands(TyperGroup):
    """A group that lists its commands by what is said of them, and loads one to run it.

    What is wrong with an argument of the API it tells by the option that was typed for it.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, summary in SUMMARIES.items():
            self.add_command(TyperCommand(name, short_help=summary))

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """The command that some arguments begin with, loaded, and the arguments behind it."""
        name, listed, rest = super().resolve_command(ctx, args)
        command = None if listed is None or name is None else _load(name)
        if command is not None:
            ctx.obj = _options(command)
        return name, command, rest

    def invoke(self, ctx: Context) -> Any:
        """Run the command that was typed; raises what it raises."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            option = (ctx.obj or {}).get(error.argument.replace("-", "_"))
            if option is None:
                raise
            raise UsageError(error.problem, argument=option) from error


class _Command(TyperCommand):
    """A command whose options are given once each: of two values only one would count."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        try:
            _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        except typer.TyperException as error:
            if getattr(error, "ctx", None) is None:  # so that the help of this command is named
                error.ctx = ctx  # type: ignore[attr-defined]
            raise
        values = [one for one in given if isinstance(one, TyperOption) and not one.is_flag]
        for one, often in Counter(values).items():
            if often > 1 and not one.multiple:
                raise UsageError(f"{one.opts[0]} is given more than once; give it once")
        return super().parse_args(ctx, args)


def _options(command: Command) -> dict[str, str]:
    """The options of a command as they are typed, by the names of what they set."""
    return {
        parameter.name: name
        for parameter in command.params
        for name in parameter.opts[:1]
        if parameter.name is not None and name.startswith("--")
    }


def _load(name: str) -> Command:
    program = typer.Typer(
        rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False
    )
    import_module(f"bri_search.cli.{name}").register(program)
    for registered in program.registered_commands:
        registered.cls = _Command
    return get_command(program)
