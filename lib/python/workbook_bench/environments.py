"""Environments of their own for what is measured beside the workbook: the versions are in requirements/."""

import subprocess
import sys
from pathlib import Path

from workbook_launcher import files, project
from workbook_launcher.errors import WorkbookError


def install(name: str) -> Path:
    """Makes the environment of requirements/NAME.txt in build/NAME, unless it is there; its folder."""
    wanted, venv = project.requirements(name), project.BUILD / name
    stamp, text = venv / "workbook.stamp", wanted.read_text(encoding="utf-8")
    if files.holds(stamp, text):
        return venv
    print(f"Installing requirements/{name}.txt into {venv} …", flush=True)
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(venv)],
        [str(project.venv_python(venv)), "-m", "pip", "install", "-q", "--no-input", "-r", str(wanted)],
    ):
        if subprocess.run(command, check=False).returncode != 0:
            raise WorkbookError(f"{name} could not be installed into {venv}; pip's own words are above.")
    files.write_if_changed(stamp, text)
    return venv
