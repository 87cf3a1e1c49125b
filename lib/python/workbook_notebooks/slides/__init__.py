"""Slides: each notebook as one HTML file that needs no network, no server and no other file."""

from pathlib import Path
from typing import List

from workbook_launcher import files

from ..site import notebooks
from . import deck


def write(home: Path, out: Path, chosen: List[Path]) -> List[Path]:
    """Writes out/slides/…/NAME.html for each chosen notebook of `home`, with the outputs it was saved or last run with."""
    written = []
    for notebook in notebooks.collect(home, out / "notebooks"):
        if notebook.source in chosen:
            page = out / "slides" / notebook.page
            files.write_if_changed(page, deck.html(notebook.title, notebook.content))
            written.append(page)
    return written
