"""Compile what is written in C; where that cannot be done, what is written in Python runs."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from sysconfig import get_platform
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext
from setuptools.errors import BaseError

_MODULE = "bri_search.index._suffix_array"

_FROM_PYTHON = "cp311"
"""What is compiled serves it and those after it, as `Py_LIMITED_API` says in the source."""


class CompileHook(BuildHookInterface[Any]):
    """Compiles the suffix array and lays it beside its source."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile it, and let a wheel say which Pythons and what machine it is for."""
        del version  # an editable install needs what a wheel does
        root = Path(self.root)
        compiled = _compile(root)
        if not compiled.exists():
            self.app.display_warning(f"{_MODULE} was not compiled: searches take longer")
            return
        build_data["artifacts"].append(f"/{compiled.relative_to(root).as_posix()}")
        build_data["pure_python"] = False
        machine = re.sub(r"[-.]", "_", get_platform())
        build_data["tag"] = f"{_FROM_PYTHON}-abi3-{machine}"


def _compile(root: Path) -> Path:
    """Compile the module below a root; gives where it is then, if that could be done."""
    source = root.joinpath(*_MODULE.split(".")).with_suffix(".c")
    extension = Extension(_MODULE, [str(source)], py_limited_api=True, optional=True)
    command = build_ext(Distribution({"name": "bri-search", "ext_modules": [extension]}))
    command.build_lib = str(root)
    command.ensure_finalized()
    # Where this cannot be compiled, nothing that was compiled before runs either.
    for older in source.parent.glob(f"{source.stem}*.so"):
        older.unlink()
    with TemporaryDirectory() as folder, suppress(BaseError, OSError, SystemError):
        command.build_temp = folder
        command.run()
    return root / command.get_ext_filename(_MODULE)
