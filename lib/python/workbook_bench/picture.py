"""The bars of the README, drawn from the figures of a bench."""

import json
import subprocess
import tempfile
from pathlib import Path

from workbook_launcher import java, library


def draw(found: dict, picture: str) -> None:
    """Writes a PNG of each engine's speed in training, against plain DL4J's."""
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "bench.json"
        figures.write_text(json.dumps(found), encoding="utf-8")
        subprocess.run(library.command(java.find(), "lab.bench.BenchPicture", str(figures), picture), check=True)
