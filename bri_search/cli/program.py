"""The program: its commands, and what becomes of everything that can go wrong in one."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.main import get_command

from bri_search.cli import interrupts
from bri_search.cli.commands import Commands
from bri_search.cli.output import say
from bri_search.cli.status import Status
from bri_search.errors import BriSearchError, QueryError

__all__ = ["app", "run"]

NAME = "bri-search"
EXAMPLES = """
\b
Examples:
  bri-search index                           read the documents in corpus/
  bri-search search '數字絲綢之路'           finds 数字丝绸之路 as well
  bri-search search 'digital silk road'
  bri-search search --exact '货值逾3000亿美元' --json
  bri-search kwic 合作伙伴 --count           counts 合作夥伴 too
  bri-search quote '一個項目好不好，當地人說了算' --cite gb7714
  bri-search check draft.md                  is every quotation in it right?
  bri-search parallels --summary             how much sources share
  bri-search show --outline white-paper

\b
Exit status: 0 something was found, 1 nothing was found, 2 an error.
"""

# Help without rich, which would take longer to load than a search takes.
app = typer.Typer(
    name=NAME,
    cls=Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXAMPLES,
)


def _version(wanted: bool) -> None:
    if wanted:
        from bri_search import __version__

        typer.echo(f"{NAME} {__version__}")
        raise typer.Exit(Status.FOUND)


@app.callback()
def _bri_search(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and exit.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Find any phrase in Chinese and English documents, whichever script it was typed in."""


def run(arguments: Sequence[str]) -> int:
    """Run the program with some arguments; returns its exit status, whatever happens."""
    _prepare_streams()
    interrupts.watch()
    if _are_unreadable(arguments):
        say("the locale cannot read what was typed; set PYTHONUTF8=1, or LC_ALL=C.UTF-8")
        return Status.ERROR
    try:
        status = get_command(app).main(list(arguments), prog_name=NAME, standalone_mode=False)
        sys.stdout.flush()
    except SystemExit as exit_:  # shell completion leaves this way
        return exit_.code if isinstance(exit_.code, int) else Status.ERROR
    except KeyboardInterrupt:
        return Status.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the one place where nothing may get through
        # A library that was interrupted may have made another exception of it.
        return Status.INTERRUPTED if interrupts.typed else _report(error)
    return status if isinstance(status, int) else Status.FOUND


def _are_unreadable(arguments: Sequence[str]) -> bool:
    """Whether arguments have bytes that mean no character to a locale other than UTF-8."""
    if sys.getfilesystemencoding() == "utf-8":
        return False
    return any("\udc80" <= character <= "\udcff" for one in arguments for character in one)


def _prepare_streams() -> None:
    """Let nothing that is said fail, and no text for its encoding; an answer nobody gets does."""
    # `bri-search … | head` ends as grep would, without a word.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    # What is written to a standard output that is closed has to fail, as it does on a full disk.
    for name, closed in (("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, closed)
            stream = open(nowhere, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - kept open
            setattr(sys, name, stream)
        else:
            getattr(sys, name).reconfigure(errors="backslashreplace")


def _report(error: Exception) -> int:
    """Say what went wrong, in one line; under a query that cannot be read, with the place."""
    if os.environ.get("BRI_SEARCH_DEBUG"):
        import traceback

        traceback.print_exception(error)
    elif isinstance(error, QueryError):
        _report_query(error)
    elif isinstance(error, BriSearchError):
        say(str(error))
    elif isinstance(error, typer.TyperException):
        say(_advice(error))
    elif isinstance(error, OSError) and error.errno == errno.EBADF and not error.filename:
        say("standard output is closed; give it a file or a pipe, or leave it open")
    elif isinstance(error, FileNotFoundError) and not error.filename:
        say("the current folder is no longer there; change to another one")
    elif isinstance(error, OSError):
        say(f"{error.filename or 'cannot read or write'}: {error.strerror or error}")
    else:
        say(
            f"unexpected {type(error).__name__}: {error}; please report it with what you typed "
            "(BRI_SEARCH_DEBUG=1 shows where it happened)"
        )
    _forget_what_cannot_be_written()
    return Status.ERROR


def _report_query(error: QueryError) -> None:
    from bri_search.cli.caret import around, caret_line
    from bri_search.cli.cells import harmless

    if error.query.strip():
        part, place = around(error.query, error.position)
        sys.stderr.write(f"{harmless(part)}\n{caret_line(part, place)}\n")
    say(str(error))


def _advice(error: typer.TyperException) -> str:
    """A complaint about options or arguments, with the command whose help explains them."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else NAME
    problem = error.format_message().strip().rstrip(".")
    name = getattr(error, "option_name", "")
    is_unknown = problem.startswith("No such option") and not name.startswith("--")
    if is_unknown and path.endswith(("search", "kwic")):
        return f"{problem}; for a query with - in it, write {path} -- '…' or see {path} --help"
    return f"{problem}; see {path} --help"


def _forget_what_cannot_be_written() -> None:
    """Leave nothing in the buffers that would fail again when Python ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
