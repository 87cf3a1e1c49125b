"""A temporary folder for all that one command starts; it goes with the command, or at the next start.

A kernel that is ended hard leaves what it unpacked: 14 MB of native libraries each.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import List

from . import lock, project

FOLDER = project.STATE / "tmp"
# What names a program's temporary folder, on any system.
VARIABLES = ("TMPDIR", "TEMP", "TMP")
_mine: List = []


def begin() -> None:
    """Makes this process and those it starts keep temporary files in a new folder; sweeps those of dead processes.

    Call it with the set-up's lock held: two processes that sweep at once could take a folder that one just made.
    """
    if _mine:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    _sweep()
    folder = FOLDER / str(os.getpid())
    _mine.append(lock.taken(_lock_of(folder)))
    folder.mkdir()
    os.environ.update(dict.fromkeys(VARIABLES, str(folder)))
    tempfile.tempdir = str(folder)
    atexit.register(_end, folder)


def _sweep() -> None:
    for file in FOLDER.glob("*.lock"):
        held = lock.taken(file)
        if held:
            _remove(file.with_suffix(""), held)


def _end(folder: Path) -> None:
    _remove(folder, _mine.pop())


def _remove(folder: Path, held) -> None:
    """Removes a folder, then its lock; what Windows still holds open stays, with its lock, for the next sweep."""
    shutil.rmtree(folder, ignore_errors=True)
    held.close()
    if not folder.exists():
        _lock_of(folder).unlink(missing_ok=True)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")
