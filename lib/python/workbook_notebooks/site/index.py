"""The index page: the run's tables and a card for each notebook and page."""

from itertools import groupby
from pathlib import Path
from typing import Dict, List

from jinja2 import Environment, FileSystemLoader

from .. import report
from .notebooks import Notebook
from .pages import Page

HEADINGS = {"": "", "steps": "The eleven steps", "pages": "To look things up"}


def write(site: Path, notebooks: List[Notebook], pages: Dict[str, Page], tables: dict) -> None:
    """Writes index.html."""
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent / "template"), autoescape=True)
    groups = [
        (HEADINGS.get(group, group.capitalize()), [(notebook, pages[notebook.page].picture) for notebook in members])
        for group, members in groupby(notebooks, key=lambda notebook: notebook.group)
    ]
    aligned = [(title, rows, [_is_numeric(rows, n) for n in range(len(rows[0]))]) for title, rows in tables.items()]
    html = environment.get_template("overview.html.j2").render(groups=groups, tables=aligned)
    (site / "index.html").write_text(html, encoding="utf-8")


def _is_numeric(rows: List[List[str]], column: int) -> bool:
    return any(report.is_number(row[column]) for row in rows[1:])
