"""A draft to be checked: the text of a file, and what its format says is a block quotation."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from bri_search.arguments import StrPath, checked
from bri_search.errors import UnreadableSource, UsageError
from bri_search.search.length import MAX_DRAFT

__all__ = ["MOST_BYTES", "Draft", "read_draft", "read_most"]

MOST_BYTES = 4 * MAX_DRAFT
"""Of a draft: what UTF-8 may have for as many characters as are checked."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a draft; `Library.check` takes it with the block quotations.

    These are stretches of the text, begin and end in code points; `notices` are lines on what could
    not be read.

    >>> import bri_search
    >>> draft = bri_search.Draft("他写道：各方与合作夥伴加强互联互通。", ((4, 18),))
    >>> library = bri_search.open(example_index)
    >>> library.check(draft.text, block_quotations=draft.block_quotations).counts
    {'verbatim': 1}
    """

    text: str
    block_quotations: tuple[tuple[int, int], ...] = ()
    notices: tuple[str, ...] = ()


@checked()
def read_draft(draft: StrPath, content: bytes | None = None) -> Draft:
    r"""Read a draft in any format that can be indexed; one of another name as plain text.

    `content` is what the file says where it is no file, such as a member of an archive. Raises
    UsageError where there is no such file or it is too large, and UnreadableSource.

    >>> read_draft("draft.md", "他写道：\n\n> 互联互通。\n".encode()).text
    '他写道：\n\n> 互联互通。\n'
    """
    from bri_search.sources.readers import READABLE_SUFFIXES, read_bytes

    path = Path(draft)
    suffix = path.suffix if path.suffix.lower() in READABLE_SUFFIXES else ".txt"
    if content is not None:
        read = read_bytes(str(path), suffix, read_most(BytesIO(content), MOST_BYTES))
        return Draft(read.text, read.block_quotations, read.notices)
    try:
        with path.open("rb") as file:
            content = read_most(file, MOST_BYTES)
    except FileNotFoundError:
        raise UsageError(
            f"no draft {str(path)!r}; to check one quotation, use bri-search quote"
        ) from None
    except IsADirectoryError:
        raise UsageError(f"{str(path)!r} is a folder; name a draft in it") from None
    except OSError as error:
        reason = f"cannot be read ({error.strerror}); check what it is, and its permissions"
        raise UnreadableSource(str(path), reason) from error
    return read_draft(path, content)


def read_most(file: BinaryIO, most: int) -> bytes:
    """All bytes of a file or a stream; raises UsageError where there are more than `most`.

    >>> read_most(BytesIO(b"road"), 4)
    b'road'
    """
    content = file.read(most + 1)
    if len(content) > most:
        raise UsageError(f"what was given has more than {most:,} bytes; give less of it at once")
    return content
