"""Files that are whole or absent: written beside their place, then moved there."""

import hashlib
import os
import shutil
from pathlib import Path
from typing import Iterable

from .errors import in_words


def write_if_changed(path: Path, text: str) -> bool:
    """Makes `path` hold `text`; false where it did already."""
    try:
        if holds(path, text):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
        partial.write_text(text, encoding="utf-8")
        os.replace(partial, path)
    except OSError as error:
        raise in_words(error, f"writing {path}") from error
    return True


def remove(path: Path) -> None:
    """Removes a file or a folder, if it is there."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise in_words(error, f"removing {path}") from error


def fingerprint(paths: Iterable[Path], *more: str) -> str:
    """A hash of the names and bytes of files and folders, and of further texts."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            digest.update(f"{file.relative_to(path.parent).as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    for text in more:
        digest.update(f"{text}\0".encode())
    return digest.hexdigest()


def holds(path: Path, text: str) -> bool:
    """Whether `path` is a file that holds exactly `text`."""
    return path.is_file() and path.read_text(encoding="utf-8", errors="replace") == text
