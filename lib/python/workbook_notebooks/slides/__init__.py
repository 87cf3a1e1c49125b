"""Slides: each notebook as one HTML file that needs no network, no server and no other file."""

from pathlib import Path
from typing import List

from ..site import notebooks
from . import deck


def write(home: Path, out: Path, chosen: List[Path]) -> List[Path]:
    """Writes out/slides/…/NAME.html for each chosen notebook of `home`, with the outputs it was saved or last run with."""
    written = []
    for notebook in notebooks.collect(home, out / "notebooks"):
        if notebook.source in chosen:
            page = out / "slides" / notebook.page
            page.parent.mkdir(parents=True, exist_ok=True)
            partial = page.with_suffix(".partial")
            partial.write_text(deck.html(notebook.title, notebook.content), encoding="utf-8")
            partial.replace(page)
            written.append(page)
    return written
