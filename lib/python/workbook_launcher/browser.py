"""The browser of the tests: one that is here; else Debian's package, for root; else Playwright's, in the project's folder."""

import os
import shutil
import subprocess
from typing import Iterator, List, Optional

from . import project, task
from .errors import WorkbookError

VARIABLE = "CHROME_BIN"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
FOLDER = project.STATE / "browsers"
# Where Playwright's archive holds the program, by system.
FETCHED = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*", "chromium-*/chrome-win*/chrome.exe")
CURE = (
    f"Install Chromium or Chrome (Debian: sudo apt install chromium; macOS: brew install --cask google-chrome), or name one in "
    f"{VARIABLE}. ./workbook test java needs none."
)


def ensure() -> str:
    """The path of a browser that starts; where none can be had, a WorkbookError says why and what to do."""
    named = os.environ.get(VARIABLE)
    if named:
        if not _starts(named):
            raise WorkbookError(f"{VARIABLE}: {named} is no browser that starts. {CURE}")
        return named
    found = _found()
    outcomes = []
    for way in (_debians_package, _playwrights):
        if not found:
            outcomes += way()
            found = _found()
    if not found:
        raise WorkbookError(f"There is no browser for the tests of the pages. {' '.join(outcomes)} {CURE}")
    return found


def _found() -> Optional[str]:
    """The first browser here that starts: the stub of a snap package does not, nor a Chromium without its libraries."""
    return next(filter(_starts, _here()), None)


def _here() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    yield from filter(os.path.isfile, USUAL_PLACES)
    for pattern in FETCHED:
        yield from map(str, sorted(FOLDER.glob(pattern)))


def _starts(program: str) -> bool:
    if os.name == "nt":
        return os.path.isfile(program)  # there --version opens a window
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _debians_package() -> List[str]:
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        return []
    install = "apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core"
    return [_attempt("Debian's Chromium", ["/bin/sh", "-c", install], "browser-debian", DEBIAN_FRONTEND="noninteractive")]


def _playwrights() -> List[str]:
    command = [str(project.venv_python()), "-m", "playwright", "install", "--no-shell", "chromium"]
    return [_attempt("Playwright's Chromium", command, "browser-playwright", PLAYWRIGHT_BROWSERS_PATH=str(FOLDER))]


def _attempt(title: str, command: List[str], name: str, **environment: str) -> str:
    """Tries one way; what to tell the reader if there is no browser after it."""
    log = project.STATE / f"{name}.log"
    try:
        task.run(f"A browser for the tests: {title}", command, log, environment)
    except task.TaskFailed:
        return f"{title} could not be fetched (log: {log})."
    return f"{title} was fetched but does not start: this system lacks libraries that it needs."
