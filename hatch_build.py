"""Compile what is written in C; where that cannot be done, what is written in Python runs."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext

_MODULE = "bri_search.index._suffix_array"


class CompileHook(BuildHookInterface[Any]):
    """Compiles the suffix array, for any Python from 3.11 on, and lays it beside its source."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile it, and let a wheel say what machine it is for."""
        del version  # an editable install needs what a wheel does
        root = Path(self.root)
        compiled = _compile(root)
        if not compiled.exists():
            self.app.display_warning(f"{_MODULE} was not compiled: searches take longer")
            return
        build_data["artifacts"].append(f"/{compiled.relative_to(root).as_posix()}")
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


def _compile(root: Path) -> Path:
    """Compile the module below the root of the project; where it is then, if that could be done."""
    source = root.joinpath(*_MODULE.split(".")).with_suffix(".c")
    extension = Extension(_MODULE, [str(source)], py_limited_api=True, optional=True)
    command = build_ext(Distribution({"name": "bri-search", "ext_modules": [extension]}))
    command.build_lib = str(root)
    command.ensure_finalized()
    compiled = root / command.get_ext_filename(_MODULE)
    compiled.unlink(missing_ok=True)  # where this cannot be compiled, nothing older runs either
    with TemporaryDirectory() as folder:
        command.build_temp = folder
        command.run()
    return compiled
