"""Importing a library without those of its modules that it has for what is not done here.

They can take longer to load than all that is used of it, and longer than a search.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from types import ModuleType

__all__ = ["deferred", "importing_without"]

_alone = threading.RLock()


@contextmanager
def importing_without(modules: Mapping[str, ModuleType | None]) -> Iterator[None]:
    """Let some modules be those that are given, or not to be had, while a library is imported.

    What is loaded already stays as it is. A None in `sys.modules` is how Python is told that a
    module is not to be had.

    >>> with importing_without({"this": None}):
    ...     import this
    Traceback (most recent call last):
    ModuleNotFoundError: import of this halted; None in sys.modules
    """
    with _alone:
        given = {name: module for name, module in modules.items() if name not in sys.modules}
        sys.modules.update(given)  # type: ignore[arg-type]  # None is what the documentation says
        try:
            yield
        finally:
            for name in given:
                del sys.modules[name]


def deferred(name: str, *functions: str) -> ModuleType:
    """A module of some functions that loads the one of this name when one of them is called.

    >>> deferred("colorsys", "rgb_to_hls").rgb_to_hls(0.0, 1.0, 0.0)
    (0.3333333333333333, 0.5, 1.0)
    """
    module = ModuleType(name)
    for function in functions:
        setattr(module, function, partial(_call, name, function))
    return module


def _call(module: str, function: str, *arguments: object) -> object:
    return getattr(import_module(module), function)(*arguments)
