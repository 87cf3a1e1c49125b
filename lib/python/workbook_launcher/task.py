"""Runs one long program with its output in a log and one line on the screen."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import List, Optional

from .errors import in_words


class TaskFailed(Exception):
    """The program ended with an error; `log` is all that it printed."""

    def __init__(self, log: str):
        super().__init__(log)
        self.log = log


def run(title: str, command: List[str], log_file: Path, environment: Optional[dict] = None) -> None:
    """Runs `command`; on a terminal the line counts the seconds, elsewhere it is printed once, at the end."""
    live = sys.stdout.isatty()
    started = time.monotonic()
    try:
        log_file.parent.mkdir(parents=True, exist_ok=True)
        with open(log_file, "wb") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
            )
            try:
                _watch(process, title, started, live)
            except BaseException:
                process.terminate()
                process.wait()
                raise
    except OSError as error:
        raise in_words(error, f"{title} (log: {log_file})") from error
    if process.returncode != 0:
        if live:
            print()
        raise TaskFailed(log_file.read_text(encoding="utf-8", errors="replace"))
    print(f"{chr(13) if live else ''}{title}: done, {time.monotonic() - started:.0f} s", flush=True)


def _watch(process: subprocess.Popen, title: str, started: float, live: bool) -> None:
    while True:
        try:
            process.wait(1)
            return
        except subprocess.TimeoutExpired:
            if live:
                print(f"\r{title}: {time.monotonic() - started:.0f} s", end="", flush=True)
