"""Whether the files of an index are the user's own.

Whoosh writes parts of its files as pickles, and whoever writes a pickle decides what is run when
it is read. So files are read that nobody else could have written: those that belong to the user
or to root, in folders of theirs, with nobody else allowed to write. The folders above need not be
looked at: whoever puts another folder in the place of the index owns that folder, and may not give
it away.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from bri_search.errors import IndexUntrusted

__all__ = ["check_trust", "distrusted", "own_mode"]

_ROOT = 0
_ACCESS_LIST = "system.posix_acl_access"
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def check_trust(index: Path, found: Iterable[tuple[Path, os.stat_result]]) -> None:
    """Raise IndexUntrusted for the first of some files and folders that others could have written.

    A link that leads elsewhere is to be given with what it leads to, since that is what is read.
    """
    user = os.geteuid()
    for path, status in found:
        reason = distrusted(status, user)
        if not reason and status.st_mode & stat.S_IWGRP and _has_access_list(path):
            reason = "may be written by those whom its access control list names (setfacl -b)"
        if reason:
            raise IndexUntrusted(
                f"{path}: {reason}, and opening an index may run what is in its files; build it "
                f"yourself, or give --trust if you trust whoever can write {index}"
            )


def _has_access_list(path: Path) -> bool:
    """Whether a file's permissions name others; those of its group are then the most they have."""
    try:
        return bool(os.getxattr(path, _ACCESS_LIST))
    except (OSError, AttributeError):  # it has none, or the system knows of none
        return False


def distrusted(status: os.stat_result, user: int) -> str:
    """Why a file or folder could have been written by somebody else; empty where it could not."""
    if status.st_uid not in (user, _ROOT):
        return f"belongs to {_name(status.st_uid)}"
    if status.st_mode & stat.S_IWOTH:
        return "may be written by everybody (chmod o-w takes that away)"
    if status.st_mode & stat.S_IWGRP and not _is_private(status.st_gid, user):
        return "may be written by its group (chmod g-w takes that away)"
    return ""


def own_mode(mode: int) -> int:
    """The permissions that a file of an index has: those it was made with, but for others' writing.

    >>> oct(own_mode(0o100664))
    '0o644'
    """
    return stat.S_IMODE(mode) & ~_OTHERS_WRITE


@cache
def _is_private(group: int, user: int) -> bool:
    """Whether a group is the user's alone, as where the usual umask lets the group write."""
    import grp
    import pwd

    try:
        person, members = pwd.getpwuid(user), grp.getgrgid(group)
    except KeyError:
        return False
    return (
        person.pw_gid == group
        and members.gr_name == person.pw_name
        and set(members.gr_mem) <= {person.pw_name}
    )


def _name(user: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"
