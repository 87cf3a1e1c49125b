"""JupyterLab's settings for the workbook: it asks nothing of the network, drops no output, and shows a text set, not its source."""

import json
from pathlib import Path

from . import files, project

# The news banner and the extension manager would both call home.
DISABLED = ("@jupyterlab/apputils-extension:announcements", "@jupyterlab/extensionmanager-extension")

# What a cell prints too fast for the server's own limit (1 MB a second) would be dropped, with a note in the cell.
OUTPUT_BYTES_A_SECOND = 50_000_000

# The glossary is read, and its links are followed: neither is possible in an editor.
SETTINGS = {"@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}}}


def configure(venv: Path = project.VENV) -> None:
    """Writes the settings into the environment, where only the workbook's JupyterLab reads them."""
    page = {"disabledExtensions": {name: True for name in DISABLED}}
    files.write_if_changed(venv / "etc" / "jupyter" / "labconfig" / "page_config.json", json.dumps(page, indent=1) + "\n")
    files.write_if_changed(venv / "etc" / "jupyter" / "labconfig" / "default_setting_overrides.json", json.dumps(SETTINGS, indent=1) + "\n")
    server = {"ZMQChannelsWebsocketConnection": {"iopub_data_rate_limit": OUTPUT_BYTES_A_SECOND}}
    files.write_if_changed(venv / "etc" / "jupyter" / "jupyter_server_config.json", json.dumps(server, indent=1) + "\n")
