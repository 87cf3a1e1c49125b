"""Reads the pip section of environment.yml: the subset of YAML that file uses, and nothing else."""

import re
from dataclasses import dataclass
from pathlib import Path

from .errors import WorkbookError

TEST_GROUP = "# for ./workbook test"
REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9.+!-]+(\s*;\s*\S.*)?")


@dataclass(frozen=True)
class Requirements:
    """What pip installs: for running the notebooks, and what the tests need beyond that."""

    run: tuple
    test: tuple


def read(path: Path) -> Requirements:
    """The pinned requirements of `path`; a line that is none is refused by its number."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise WorkbookError(f"{path} is missing. Restore it: git checkout -- {path.name}") from None
    start = next((n for n, line in enumerate(lines) if re.fullmatch(r"\s*- pip:\s*", line)), None)
    if start is None:
        raise WorkbookError(f"{path} has no '- pip:' section. Restore it: git checkout -- {path.name}")
    outer = _indent(lines[start])
    groups = {"run": [], "test": []}
    group = "run"
    for number, line in enumerate(lines[start + 1 :], start + 2):
        text = line.strip()
        if text == TEST_GROUP:
            group = "test"
        if not text or text.startswith("#"):
            continue
        if _indent(line) <= outer:
            break
        groups[group].append(_requirement(path, number, text))
    if not groups["run"]:
        raise WorkbookError(f"{path}: the '- pip:' section is empty. Restore it: git checkout -- {path.name}")
    return Requirements(tuple(groups["run"]), tuple(groups["test"]))


def _requirement(path: Path, number: int, text: str) -> str:
    item = text[2:].strip() if text.startswith("- ") else ""
    if not REQUIREMENT.fullmatch(item):
        raise WorkbookError(f"{path}, line {number}: expected '- name==version', found '{text}'.")
    return item


def _indent(line: str) -> int:
    if line.lstrip(" ").startswith("\t"):
        raise WorkbookError("environment.yml: indent with spaces, not with tabs.")
    return len(line) - len(line.lstrip(" "))
