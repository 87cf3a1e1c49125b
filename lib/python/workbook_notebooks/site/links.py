"""Links of a page: to another notebook's page, or to a copy of a file of the project."""

import os
import re
import shutil
from pathlib import Path
from typing import Dict, Optional, Tuple
from urllib.parse import unquote

from .notebooks import Notebook

RELATIVE = re.compile(r"""\b(href|src)="(?![a-zA-Z][a-zA-Z0-9+.-]*:|#|/)([^"#?]+)(#[^"]*)?\"""")


def localized(html: str, notebook: Notebook, home: Path, site: Path) -> Tuple[str, Dict[str, Optional[str]]]:
    """`html` with each relative link made to work inside the site, and where each leads; files it points to are copied to files/."""
    page_folder = os.path.dirname(notebook.page)
    places: Dict[str, Optional[str]] = {}

    def mend(match: "re.Match") -> str:
        attribute, target, anchor = match.group(1), match.group(2), match.group(3) or ""
        if (site / page_folder / target).resolve().is_file():
            return match.group(0)
        places[target] = place(notebook, target, home)
        if places[target] is None:
            return match.group(0)
        bring(notebook, target, places[target], site)
        relative = os.path.relpath(places[target], page_folder or ".").replace(os.sep, "/")
        return f'{attribute}="{relative}{anchor}"'

    return RELATIVE.sub(mend, html), places


def place(notebook: Notebook, target: str, home: Path) -> Optional[str]:
    """Where in the site a link's `target` is found, or None if it is no file of the project."""
    path = _file(notebook, target)
    notebooks = home / "notebooks"
    if not path.is_file() or home not in path.parents:
        return None
    if path.suffix == ".ipynb" and notebooks in path.parents or path.suffix == ".md" and notebooks == path.parent:
        return path.relative_to(notebooks).with_suffix(".html").as_posix()
    return f"files/{path.relative_to(home).as_posix()}"


def bring(notebook: Notebook, target: str, to: Optional[str], site: Path) -> None:
    """Copies the file that `target` means to its place in the site; a page, or nothing, is not copied."""
    if to is not None and to.startswith("files/"):
        (site / to).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_file(notebook, target), site / to)


def _file(notebook: Notebook, target: str) -> Path:
    return (notebook.source.parent / unquote(target)).resolve()
