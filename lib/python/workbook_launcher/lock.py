"""One at a time: a lock that the operating system drops when its process ends, however it ends."""

import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from .errors import in_words

if os.name == "nt":
    import msvcrt

    def _try_lock(file) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(file) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def taken(path: Path):
    """The open file that holds the lock `path` until it is closed; None while another process holds it."""
    file = open(path, "a+", encoding="utf-8")
    try:
        _try_lock(file)
        return file
    except (BlockingIOError, PermissionError):
        file.close()
        return None


@contextmanager
def held(path: Path, what: str):
    """Holds the lock file `path`; waits, and says for `what`, while another process holds it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = taken(path)
    except OSError as error:
        raise in_words(error, f"writing {path}") from error
    if file is None:
        print(f"Another ./workbook is {what} here; waiting for it.", file=sys.stderr, flush=True)
        while file is None:
            time.sleep(0.5)
            file = taken(path)
    with file:
        yield
