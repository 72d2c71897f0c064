"""The commands by name; only the one that was typed is loaded, for all take longer than a search.

Each has a module of its name, whose `register` adds it to a program.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

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
    """A group that lists its commands by what is said of them, and loads one to run it."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, summary in SUMMARIES.items():
            self.add_command(TyperCommand(name, short_help=summary))

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """The command that some arguments begin with, loaded, and the arguments behind it."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, None if listed is None or name is None else _load(name), rest


def _load(name: str) -> Command:
    program = typer.Typer(
        rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False
    )
    import_module(f"bri_search.cli.{name}").register(program)
    return get_command(program)
