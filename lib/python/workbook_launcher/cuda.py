"""CUDA's jars: fetched once, after a question, and kept apart from the default installation."""

import os
import platform
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from typing import Dict, List

from . import download, lock, maven, project
from .errors import WorkbookError
from .java import Jdk

FOLDER = project.STATE / "cuda"
CLASS_PATH = str(FOLDER / "*")
PLATFORMS = {"Linux": "linux-x86_64", "Windows": "windows-x86_64"}
# What JavaCPP unpacks when CUDA is first used; measured on Linux.
UNPACKED_BYTES = 3_500_000_000


def jars() -> List[str]:
    """What the profile `cuda` of pom.xml lists for this platform, as paths in a Maven repository."""
    pom = ElementTree.parse(project.POM)
    known = {item.tag.split("}")[-1]: item.text for item in pom.find("{*}properties")}
    known["natives"] = PLATFORMS.get(platform.system())
    if known["natives"] is None:
        raise WorkbookError(f"There is no CUDA 11.6 for {platform.system()}.")
    profile = next(item for item in pom.iterfind(".//{*}profile") if item.findtext("{*}id") == "cuda")
    return [_path(item, known) for item in profile.iterfind("{*}dependencies/{*}dependency")]


def _path(dependency, known: Dict[str, str]) -> str:
    names = ("groupId", "artifactId", "version", "classifier")
    texts = [re.sub(r"\$\{(.*?)}", lambda m: known[m[1]], dependency.findtext("{*}" + name) or "") for name in names]
    group, artifact, version, classifier = texts
    file = "-".join(part for part in (artifact, version, classifier) if part) + ".jar"
    return "/".join((*group.split("."), artifact, version, file))


def missing() -> List[str]:
    """The jars that are not here yet."""
    return [path for path in jars() if not _file(path).is_file()]


def ensure(jdk: Jdk, assume_yes: bool) -> None:
    """Fetches what is missing, after a question on the terminal or with --yes."""
    with lock.held(project.STATE / "cuda.lock", "fetching CUDA"):
        wanted = missing()
        if wanted:
            fetch(wanted, repository(jdk), assume_yes)


def repository(jdk: Jdk) -> str:
    """The address of Maven's repository, as Maven knows it."""
    ask = ["-q", "help:evaluate", "-Dexpression=project.remoteArtifactRepositories[0].url", "-DforceStdout"]
    environment = {**os.environ, "JAVA_HOME": str(jdk.home)}
    command = [*maven.command(jdk), *ask]
    said = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", errors="replace", env=environment, check=False).stdout
    address = re.search(r"https?://[^\s\x1b]+", said)
    if not address:
        raise WorkbookError(f"Maven does not say where its repository is. Is there a network? It said: {said.strip()}")
    return address[0].rstrip("/") + "/"


def fetch(paths: List[str], base: str, assume_yes: bool) -> None:
    """Says how much it is, asks, and downloads."""
    sizes = {path: download.size(base + path) for path in paths}
    parts = [download.part(_file(path)) for path in paths]
    left = sum(sizes.values()) - sum(part.stat().st_size for part in parts if part.is_file())
    print(f"CUDA 11.6 for the GPU: {left / 1e9:.2f} GB to fetch into {FOLDER}; at first use it unpacks about "
          f"{UNPACKED_BYTES / 1e9:.1f} GB more beside it.", flush=True)
    free = shutil.disk_usage(project.HOME).free
    if free < left + UNPACKED_BYTES:
        raise WorkbookError(f"The disk has {free / 1e9:.1f} GB free. Free some, or run without --cuda.")
    if not assume_yes and not (sys.stdin.isatty() and input("Fetch it now? [y/N] ").strip().lower() in ("y", "yes")):
        raise WorkbookError("Nothing was fetched. Add --yes to fetch it without a question, or run without --cuda.")
    for path in paths:
        download.fetch(base + path, _file(path), sizes[path])


def _file(path: str):
    return FOLDER / path.rsplit("/", 1)[1]
