"""Finds the JDK: JAVA_HOME first, then PATH, then the places where installers put one."""

import glob
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, List, Optional, Tuple

from .errors import WorkbookError

OLDEST = 17
USUAL_PLACES = (
    "/usr/lib/jvm/*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "~/.sdkman/candidates/java/current",
    "~/.jdks/*",
    "C:/Program Files/Java/*",
    "C:/Program Files/Eclipse Adoptium/*",
    "C:/Program Files/Microsoft/jdk-*",
)
CURE = (
    f"Install a JDK {OLDEST} or newer for x86-64 (Debian and Ubuntu: sudo apt install openjdk-17-jdk; "
    "macOS: brew install --cask temurin@17; Windows: winget install EclipseAdoptium.Temurin.17.JDK), "
    "or set JAVA_HOME to one."
)


# Newer Javas print in the system's encoding, whatever file.encoding says.
PRINTS_UTF8 = tuple(f"-D{name}.encoding=UTF-8" for name in ("file", "stdout", "stderr"))


@dataclass(frozen=True)
class Jdk:
    """A Java installation and where it was found ("JAVA_HOME", "PATH" or "usual place")."""

    home: Path
    version: str
    arch: str
    found_in: str

    @property
    def major(self) -> int:
        """17 for "17.0.15", 8 for "1.8.0_392"."""
        numbers = [int(n) for n in re.findall(r"\d+", self.version)]
        return numbers[1] if numbers[0] == 1 else numbers[0]

    def tool(self, name: str) -> Path:
        """One of its programs, as "javac"."""
        return self.home / "bin" / (f"{name}.exe" if os.name == "nt" else name)

    @property
    def java(self) -> Path:
        return self.tool("java")

    def unfit(self) -> Optional[str]:
        """Why the workbook cannot use it, or None."""
        if self.major < OLDEST:
            return f"Java {self.version} at {self.home} is too old"
        if shutil.which("javac", path=str(self.home / "bin")) is None:
            return f"Java {self.version} at {self.home} is a runtime without the compiler (javac)"
        if self.arch not in ("amd64", "x86_64"):
            return (
                f"Java {self.version} at {self.home} is built for {self.arch}, for which DL4J has no native code "
                "(an x86-64 JDK runs on Apple silicon too)"
            )
        return None


def find() -> Jdk:
    """The first fit JDK; a WorkbookError says what was found instead."""
    chosen, rejected = search()
    if chosen:
        return chosen
    if rejected:
        raise WorkbookError(f"No usable JDK: {'; '.join(rejected)}. {CURE}")
    raise WorkbookError(f"No JDK was found in JAVA_HOME, on PATH or in the usual places. {CURE}")


def search() -> Tuple[Optional[Jdk], List[str]]:
    """The first fit JDK or None, and why each one met before it was passed over."""
    rejected = []
    seen = set()
    for java, found_in in _candidates():
        jdk = ask(java, found_in)
        if jdk is None:
            rejected.append(f"{java} ({found_in}) does not start")
        elif jdk.home not in seen:
            seen.add(jdk.home)
            reason = jdk.unfit()
            if reason is None:
                return jdk, rejected
            rejected.append(reason)
    return None, rejected


def ask(java: Path, found_in: str) -> Optional[Jdk]:
    """Asks an executable for its version and home; None where it does not answer."""
    try:
        answer = subprocess.run(
            [str(java), *PRINTS_UTF8, "-XX:-UsePerfData", "-XshowSettings:properties", "-version"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", timeout=60,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    properties = dict(re.findall(r"^\s*(java\.home|java\.version|os\.arch) = (.*?)\s*$", answer, re.MULTILINE))
    if len(properties) < 3 or not re.match(r"\d", properties["java.version"]):
        return None
    return Jdk(Path(properties["java.home"]), properties["java.version"], properties["os.arch"], found_in)


def _candidates() -> Iterator[Tuple[Path, str]]:
    name = "java.exe" if os.name == "nt" else "java"
    home = os.environ.get("JAVA_HOME")
    if home:
        yield Path(home) / "bin" / name, "JAVA_HOME"
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path), "PATH"
    for place in USUAL_PLACES:
        for found in sorted(glob.glob(os.path.expanduser(place)), reverse=True):
            java = Path(found) / "bin" / name
            if java.is_file():
                yield java, "usual place"
