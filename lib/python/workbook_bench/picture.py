"""The bars of the README, drawn from the figures of a bench."""

import json
import subprocess
import tempfile
from pathlib import Path

from workbook_launcher import java, kernel, project


def draw(found: dict, picture: Path) -> None:
    """Writes a PNG of each engine's speed in training, against plain DL4J's."""
    jdk = java.find()
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "bench.json"
        figures.write_text(json.dumps(found), encoding="utf-8")
        subprocess.run(
            [str(jdk.java), *kernel.jvm_options(jdk), "-cp", project.class_path(), "org.lstmworkbook.lab.bench.BenchPicture",
             str(figures), str(picture)],
            check=True,
        )
