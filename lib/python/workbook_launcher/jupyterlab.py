"""JupyterLab's settings for the workbook: it asks nothing of the network."""

import json
from pathlib import Path

from . import files, project

# The news banner and the extension manager would both call home.
DISABLED = ("@jupyterlab/apputils-extension:announcements", "@jupyterlab/extensionmanager-extension")


def configure(venv: Path = project.VENV) -> None:
    """Writes the settings into the environment, where only the workbook's JupyterLab reads them."""
    page = {"disabledExtensions": {name: True for name in DISABLED}}
    files.write_if_changed(venv / "etc" / "jupyter" / "labconfig" / "page_config.json", json.dumps(page, indent=1) + "\n")
