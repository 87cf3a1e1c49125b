"""Links of a page: to another notebook's page, or to a copy of a file of the project."""

import os
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

from .notebooks import Notebook

RELATIVE = re.compile(r"""\b(href|src)="(?![a-zA-Z][a-zA-Z0-9+.-]*:|#|/)([^"#?]+)(#[^"]*)?\"""")


def localized(html: str, notebook: Notebook, home: Path, site: Path) -> str:
    """`html` with each relative link made to work inside the site; files it points to are copied to files/."""
    page_folder = os.path.dirname(notebook.page)

    def mend(match: "re.Match") -> str:
        attribute, target, anchor = match.group(1), match.group(2), match.group(3) or ""
        if (site / page_folder / target).resolve().is_file():
            return match.group(0)
        place = _place(notebook.source.parent / unquote(target), home, site)
        if place is None:
            return match.group(0)
        relative = os.path.relpath(place, page_folder or ".").replace(os.sep, "/")
        return f'{attribute}="{relative}{anchor}"'

    return RELATIVE.sub(mend, html)


def _place(target: Path, home: Path, site: Path):
    """Where in the site `target` is found, or None if it is no file of the project."""
    path = target.resolve()
    notebooks = home / "notebooks"
    if not path.is_file() or home not in path.parents:
        return None
    if path.suffix == ".ipynb" and notebooks in path.parents:
        return path.relative_to(notebooks).with_suffix(".html").as_posix()
    place = f"files/{path.relative_to(home).as_posix()}"
    (site / place).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, site / place)
    return place
