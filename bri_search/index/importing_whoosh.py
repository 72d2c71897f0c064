"""Importing Whoosh without what it loads for functions that nobody calls here."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager

from bri_search.text.importing import deferred, importing_without

__all__ = ["importing_whoosh"]


def importing_whoosh() -> AbstractContextManager[None]:
    """Leave out, while Whoosh is imported, what inflects English words and what fetches files.

    The latter, with http, email and ssl behind it, takes as long as all else that searching needs
    of Whoosh. Other threads may want it themselves, so it is left out only where there are none.

    >>> with importing_whoosh():
    ...     from whoosh import query
    >>> query.Term("words", "road")
    Term('words', 'road')
    """
    unused = [deferred("whoosh.lang.morph_en", "variations")]
    if threading.active_count() == 1:
        unused.append(deferred("urllib.request", "urlretrieve"))
    return importing_without({module.__name__: module for module in unused})
