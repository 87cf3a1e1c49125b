"""A large file from a Maven repository: whole and of the right checksum, or absent; a broken download goes on."""

import hashlib
import os
import sys
import time
import urllib.request
from pathlib import Path

from .errors import WorkbookError

TRIES = 5
CHUNK = 1 << 20
SECONDS = 60


def part(file: Path) -> Path:
    """Where the first bytes of `file` wait for the others."""
    return file.with_name(file.name + ".part")


def size(address: str) -> int:
    """How many bytes there are at `address`."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, method="HEAD"), timeout=SECONDS) as answer:
            return int(answer.headers["Content-Length"])
    except OSError as error:
        raise WorkbookError(f"{address} does not answer ({error}). Is there a network?") from None


def fetch(address: str, file: Path, expected: int) -> None:
    """Makes `file` hold the `expected` bytes at `address`; some of them may wait in its part already."""
    file.parent.mkdir(parents=True, exist_ok=True)
    for attempt in range(1, TRIES + 1):
        try:
            _continue(address, part(file), expected)
            break
        except OSError as error:
            if attempt == TRIES:
                raise WorkbookError(f"The download of {file.name} broke off ({error}). "
                                    "Type the same command again: it goes on from there.") from None
            time.sleep(attempt)
    if _checksum(part(file)) != _published_checksum(address):
        part(file).unlink()
        raise WorkbookError(f"{file.name} arrived damaged and was removed. Type the same command again.")
    os.replace(part(file), file)
    print(f"{file.name}: {expected / 1e6:.1f} MB", flush=True)


def _continue(address: str, file: Path, expected: int) -> None:
    have = file.stat().st_size if file.is_file() else 0
    if have >= expected:
        return
    asked = urllib.request.Request(address, headers={"Range": f"bytes={have}-"} if have else {})
    with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
        with open(file, "ab" if answer.status == 206 else "wb") as out:
            while chunk := answer.read(CHUNK):
                out.write(chunk)
                if sys.stdout.isatty():
                    print(f"\r{file.stem}: {out.tell() / 1e6:.0f} of {expected / 1e6:.0f} MB ", end="\r", flush=True)
    if file.stat().st_size < expected:
        raise ConnectionError("the server ended it too early")


def _published_checksum(address: str) -> str:
    try:
        with urllib.request.urlopen(address + ".sha1", timeout=SECONDS) as answer:
            return answer.read().decode().split()[0]
    except OSError as error:
        raise WorkbookError(f"{address}.sha1 does not answer ({error}). Type the same command again.") from None


def _checksum(file: Path) -> str:
    digest = hashlib.sha1()
    with open(file, "rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
