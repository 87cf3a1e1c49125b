"""Maven: the one on PATH if it is new enough, else the one that the Maven wrapper's settings name, fetched once."""

import hashlib
import io
import os
import re
import shutil
import subprocess
import tempfile
import urllib.request
import zipfile
from pathlib import Path
from typing import List, Optional

from . import files, kernel, project
from .errors import WorkbookError
from .java import Jdk

OLDEST = (3, 8)
SETTINGS = project.HOME / ".mvn" / "wrapper" / "maven-wrapper.properties"
FOLDER = project.STATE / "maven"
# Where every repository of Maven artifacts holds Maven itself.
PLACE = "org/apache/maven/apache-maven"
SECONDS = 60


def command(jdk: Jdk) -> List[str]:
    """Maven at the project's pom.xml, with the folders that all JVMs of the project use."""
    folders = [kernel.NATIVES, kernel.temporary_files(tempfile.gettempdir())]
    return [_on_path(jdk) or str(_own()), "-f", str(project.POM), *folders]


def _on_path(jdk: Jdk) -> Optional[str]:
    found = shutil.which("mvn")
    if found:
        environment = {**os.environ, "JAVA_HOME": str(jdk.home)}
        answer = subprocess.run(
            [found, "-v"], stdout=subprocess.PIPE, encoding="utf-8", errors="replace", env=environment, check=False
        ).stdout
        version = re.search(r"Apache Maven (\d+)\.(\d+)", answer)
        if version and tuple(map(int, version.groups())) >= OLDEST:
            return found
    return None


def _own() -> Path:
    """The program in the project's own folder. The wrapper's script needs wget or curl, and unzip, which a new machine lacks."""
    settings = dict(re.findall(r"^(\w+)=(\S+)", SETTINGS.read_text(encoding="utf-8"), re.MULTILINE))
    address = settings["distributionUrl"]
    mirror = os.environ.get("MVNW_REPOURL")
    archive = address.rsplit("/", 1)[1]
    name = archive.replace("-bin.zip", "")
    if mirror:
        address = f"{mirror.rstrip('/')}/{PLACE}/{name.rsplit('-', 1)[1]}/{archive}"
    program = FOLDER / name / "bin" / ("mvn.cmd" if os.name == "nt" else "mvn")
    if not program.is_file():
        _unpack(_fetch(address, settings["distributionSha256Sum"]), name)
        program.chmod(0o755)
    return program


def _fetch(address: str, sha256: str) -> bytes:
    print(f"Fetching Maven from {address}", flush=True)
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:
            archive = answer.read()
    except (OSError, ValueError) as error:
        raise _refused(address, str(getattr(error, "reason", error))) from None
    if hashlib.sha256(archive).hexdigest() != sha256:
        raise _refused(address, f"what came has another SHA-256 than {SETTINGS.name} says")
    return archive


def _refused(address: str, reason: str) -> WorkbookError:
    oldest = ".".join(map(str, OLDEST))
    return WorkbookError(
        f"No Maven {oldest} or newer is on PATH, and one could not be fetched from {address} ({reason}). Install Maven "
        f"(Debian and Ubuntu: sudo apt install maven), or set MVNW_REPOURL to a mirror of Maven's repository; behind a proxy, "
        f"set HTTPS_PROXY. Then type the same command again."
    )


def _unpack(archive: bytes, name: str) -> None:
    """Unpacks beside the place, then moves: a folder that is there is whole."""
    partial = FOLDER.with_name(FOLDER.name + ".partial")
    files.remove(partial)
    with zipfile.ZipFile(io.BytesIO(archive)) as content:
        content.extractall(partial)
    files.remove(FOLDER / name)
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.replace(partial / name, FOLDER / name)
    files.remove(partial)
