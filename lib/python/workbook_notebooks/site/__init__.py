"""The HTML site: an index, and each notebook as a page that needs no network and no server."""

import shutil
from pathlib import Path
from typing import Dict, List

from .. import report
from . import assets, index
from .exporter import PageExporter
from .notebooks import Notebook, collect


def write(home: Path, out: Path) -> Path:
    """Writes out/site from the notebooks of `home` and what was executed into `out`; returns its index page."""
    notebooks = collect(home, out / "notebooks")
    site, partial = out / "site", out / "site.partial"
    shutil.rmtree(partial, ignore_errors=True)
    assets.write(partial / "assets")
    exporter = PageExporter(home, partial)
    pictures: Dict[Notebook, str] = {}
    for position, notebook in enumerate(notebooks):
        before = notebooks[position - 1] if position > 0 else None
        after = notebooks[position + 1] if position + 1 < len(notebooks) else None
        pictures[notebook] = exporter.write(notebook, before, after)
    index.write(partial, notebooks, pictures, _tables(out / "results"))
    shutil.rmtree(site, ignore_errors=True)
    partial.rename(site)
    return site / "index.html"


def _tables(results: Path) -> Dict[str, List[List[str]]]:
    """The tables of the last run: title to rows, the first row being the header."""
    paths = {name.capitalize(): results / f"{name}.csv" for name in reversed(report.TABLES)}
    return {title: report.read_rows(path) for title, path in paths.items() if path.is_file()}
