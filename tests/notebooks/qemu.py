"""A QEMU that emulates other processors for one program: the one on PATH, or Debian's, unpacked into the project."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Optional

from workbook_launcher import files, project

OLDEST = 9  # 7.2, Debian 12's own, computes AVX2 wrongly
PROGRAM = "qemu-x86_64"
FOLDER = project.STATE / "qemu"
DEBIAN = "trixie"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
CURE = (f"Install QEMU {OLDEST} or newer for single programs ({PROGRAM}; Debian 13, Ubuntu 25.04: sudo apt install qemu-user), "
        "or put it on PATH.")


def find() -> Optional[Path]:
    """A QEMU that is new enough, fetched where this is a Debian; None where there is none to be had."""
    for candidate in (shutil.which(PROGRAM), shutil.which(f"{PROGRAM}-static"), FOLDER / PROGRAM):
        if candidate and _is_new_enough(Path(candidate)):
            return Path(candidate)
    fetched = _from_debian() if shutil.which("apt-get") and shutil.which("dpkg-deb") and KEYRING.is_file() else None
    return fetched if fetched and _is_new_enough(fetched) else None


def _is_new_enough(program: Path) -> bool:
    if not program.is_file():
        return False
    said = subprocess.run([str(program), "--version"], stdout=subprocess.PIPE, encoding="utf-8", errors="replace", check=False).stdout
    version = re.search(r"version (\d+)\.", said)
    return version is not None and int(version[1]) >= OLDEST


def _from_debian() -> Optional[Path]:
    """The package of a newer Debian, from the mirror that this machine uses, without touching its own list of packages."""
    places = _apt("indextargets", "--format", "$(REPO_URI)", "Created-By: Packages")
    mirror = next((line for line in places.splitlines() if line.rstrip("/").endswith("/debian")), None)
    if mirror is None:
        return None
    work = FOLDER / "apt"
    files.remove(work)
    for folder in ("lists/partial", "cache/archives/partial"):
        (work / folder).mkdir(parents=True)
    (work / "sources.list").write_text(f"deb [signed-by={KEYRING}] {mirror} {DEBIAN} main\n", encoding="utf-8")
    own = [f"-oDir::Etc::sourcelist={work / 'sources.list'}", "-oDir::Etc::sourceparts=-", f"-oDir::State::lists={work / 'lists'}",
           f"-oDir::Cache={work / 'cache'}", "-oAPT::Sandbox::User="]
    _apt(*own, "-qq", "update")
    _apt(*own, "-qq", "download", "qemu-user", folder=work)
    package = next(work.glob("qemu-user_*.deb"), None)
    if package is None:
        return None
    subprocess.run(["dpkg-deb", "-x", str(package), str(work / "unpacked")], check=False)
    shutil.move(str(work / "unpacked" / "usr" / "bin" / PROGRAM), str(FOLDER / PROGRAM))
    files.remove(work)
    return FOLDER / PROGRAM


def _apt(*arguments: str, folder: Path = project.HOME) -> str:
    answer = subprocess.run(["apt-get", *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
                            errors="replace", cwd=folder, check=False)
    return answer.stdout
