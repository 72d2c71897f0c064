"""Helper processes: another Python that runs what one of our modules serves."""

from __future__ import annotations

import os
import sys

__all__ = ["helper_process"]


def helper_process(module: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """The command and the environment of a process that runs `serve` of a module.

    It finds the modules that are found here, and none in the folder where it is started.
    """
    search = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, "-P", "-c", f"from {module} import serve; serve()", *arguments]
    return command, {**os.environ, "PYTHONPATH": search}
