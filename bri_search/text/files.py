"""Reading files that may be anything: no pipe is waited for, and no device read without end."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

__all__ = ["Unsettled", "read_regular"]

_MEGABYTE = 1024 * 1024


class Unsettled(OSError):
    """A file that is being written."""


def read_regular(path: Path, most: int, *, follow_link: bool = True) -> bytes:
    """The bytes of a regular file of at most `most`.

    Raises OSError with the reason in `strerror`, and Unsettled, which is one, where there are other
    bytes than the file says it has. A link is followed or refused.

    >>> read_regular(Path("/dev/null"), 10)
    Traceback (most recent call last):
    ...
    OSError: [Errno 22] it is no regular file: '/dev/null'
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    handle = os.open(path, flags if follow_link else flags | os.O_NOFOLLOW)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", str(path))
        if status.st_size > most:
            size, largest = status.st_size / _MEGABYTE, most / _MEGABYTE
            raise OSError(
                errno.EFBIG, f"it has {size:,.1f} MB, and may have {largest:,.1f}", str(path)
            )
        with os.fdopen(handle, "rb", closefd=False) as file:
            content = file.read(status.st_size + 1)
    finally:
        os.close(handle)
    if len(content) != status.st_size:
        raise Unsettled(errno.EBUSY, "it is being written", str(path))
    return content
