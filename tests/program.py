"""Running bri-search as users do: as a program of its own, in a pipe or on a terminal."""

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-W", "error", "-m", "bri_search"]
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_OWN_VARIABLES = re.compile(
    r"BRI_SEARCH_.*|_BRI_.*|COLUMNS|LINES|TERM|TTY_.*|.*_COLOR|COLORTERM|PYTHON(?!PATH|HOME).*"
)


@dataclass(frozen=True)
class Ran:
    """What a run left behind."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def environment(**variables: str | Path) -> dict[str, str]:
    """The environment without what would change what the program writes."""
    kept = {name: value for name, value in os.environ.items() if not _OWN_VARIABLES.fullmatch(name)}
    return {**kept, "TERM": "xterm-256color", **{k: str(v) for k, v in variables.items()}}


def run(*arguments: Any, cwd: Path, **variables: str | Path) -> Ran:
    """Run the program in a pipe; no run may ever show a traceback."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment(**variables),
        capture_output=True,
        timeout=60,
        check=False,
    )
    ran = Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
    assert "Traceback" not in ran.out + ran.err, ran.err
    return ran


def run_shell(script: str, cwd: Path, **variables: str | Path) -> Ran:
    """Run a line of bash in which `$bri` is the program."""
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=cwd,
        env=environment(bri=" ".join(COMMAND), **variables),
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def run_on_terminal(*arguments: Any, columns: int, cwd: Path, **variables: str | Path) -> Ran:
    """Run the program on a terminal of its own; `out` is all that it wrote there."""
    terminal, end = os.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [*COMMAND, *map(str, arguments)]
    with subprocess.Popen(
        command, cwd=cwd, env=environment(**variables), stdin=end, stdout=end, stderr=end
    ) as process:
        os.close(end)
        written = b""
        while True:
            try:
                piece = os.read(terminal, 65536)
            except OSError:  # how Linux says that nobody is left at the other end
                break
            if not piece:
                break
            written += piece
    os.close(terminal)
    return Ran(process.returncode, written.decode("utf-8").replace("\r\n", "\n"), "")


def plain(text: str) -> str:
    """What is to be read: the text without colours and movements of the cursor."""
    return _ANSI.sub("", text)


def highlighted(text: str) -> list[str]:
    """What a terminal shows as a match."""
    return re.findall(r"\x1b\[1;31m(.*?)\x1b\[0m", text)
