"""The HTML site: an index, and each notebook as a page that needs no network and no server."""

import shutil
from pathlib import Path
from typing import Dict, List

from .. import report
from . import assets, index
from .exporter import PageExporter
from .notebooks import collect
from .pages import LastSite, Page, write_list


def write(home: Path, out: Path) -> Path:
    """Writes out/site from the notebooks of `home` and what was executed into `out`; returns its index page.

    Pages that are already there as they would be written are kept.
    """
    notebooks = collect(home, out / "notebooks")
    site, partial = out / "site", out / "site.partial"
    shutil.rmtree(partial, ignore_errors=True)
    assets.write(partial / "assets")
    last = LastSite(site)
    exporter = PageExporter(home, partial)
    pages: Dict[str, Page] = {}
    for before, notebook, after in zip([None, *notebooks], notebooks, [*notebooks[1:], None]):
        made_from = last.made_from(notebook, before, after)
        kept = last.take_over(notebook, made_from, home, partial)
        pages[notebook.page] = kept or exporter.write(notebook, before, after, made_from)
    index.write(partial, notebooks, pages, _tables(out / "results"))
    write_list(partial, pages)
    shutil.rmtree(site, ignore_errors=True)
    partial.rename(site)
    return site / "index.html"


def _tables(results: Path) -> Dict[str, List[List[str]]]:
    """The tables of the last run: title to rows, the first row being the header."""
    paths = {name.capitalize(): results / f"{name}.csv" for name in reversed(report.TABLES)}
    return {title: report.read_rows(path) for title, path in paths.items() if path.is_file()}
