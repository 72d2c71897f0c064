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

_MODULES = ("bri_search.index._suffix_array", "bri_search.search._passage_strings")

_FROM_PYTHON = "cp311"
"""What is compiled serves it and those after it, as `Py_LIMITED_API` says in the source."""


class CompileHook(BuildHookInterface[Any]):
    """Compiles the modules and lays each beside its source."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile them, and let a wheel say which Pythons and what machine it is for."""
        del version  # an editable install needs what a wheel does
        root = Path(self.root)
        compiled = _compile(root)
        there = [path for path in compiled.values() if path.exists()]
        if len(there) < len(compiled):
            self.app.display_warning("not all that is in C was compiled: searches take longer")
        if not there:
            return
        build_data["artifacts"] += [f"/{path.relative_to(root).as_posix()}" for path in there]
        build_data["pure_python"] = False
        machine = re.sub(r"[-.]", "_", get_platform())
        build_data["tag"] = f"{_FROM_PYTHON}-abi3-{machine}"


def _compile(root: Path) -> dict[str, Path]:
    """Compile the modules below a root; gives where each is then, if that could be done."""
    sources = {name: root.joinpath(*name.split(".")).with_suffix(".c") for name in _MODULES}
    extensions = [
        Extension(name, [str(source)], py_limited_api=True, optional=True)
        for name, source in sources.items()
    ]
    command = build_ext(Distribution({"name": "bri-search", "ext_modules": extensions}))
    command.build_lib = str(root)
    command.ensure_finalized()
    # Where one cannot be compiled, nothing that was compiled before runs either.
    for source in sources.values():
        for older in source.parent.glob(f"{source.stem}*.so"):
            older.unlink()
    with TemporaryDirectory() as folder, suppress(BaseError, OSError, SystemError):
        command.build_temp = folder
        command.run()
    return {name: root / command.get_ext_filename(name) for name in sources}
