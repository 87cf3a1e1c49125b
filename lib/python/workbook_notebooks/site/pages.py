"""Which pages of the last site are still what would be written now: they are taken over, not written again."""

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Dict, Iterable, List, Optional

from workbook_launcher import files

from . import links
from .notebooks import Notebook

LIST = "pages.json"
CODE = Path(__file__).parent


@dataclass(frozen=True)
class Page:
    """A page that was written: what it was made from, as a hash; the place of its first picture ("" without one); its
    own files with their hashes; and where each of its links to the project led in the site (None: nowhere)."""

    made_from: str
    picture: str
    files: Dict[str, str]
    links: Dict[str, Optional[str]]


class LastSite:
    """The site that the last run wrote."""

    def __init__(self, site: Path):
        self.site = site
        self.pages = _read(site / LIST)
        self.versions = files.fingerprint(_code(), *sorted(f"{d.name} {d.version}" for d in metadata.distributions()))

    def made_from(self, notebook: Notebook, before: Optional[Notebook], after: Optional[Notebook]) -> str:
        """A hash of all that a page is made from, but for the files that its links lead to."""
        around = [[other.title, other.page] if other else None for other in (before, after)]
        return hashlib.sha256(json.dumps([self.versions, notebook.page, notebook.content, around]).encode()).hexdigest()

    def take_over(self, notebook: Notebook, made_from: str, home: Path, site: Path) -> Optional[Page]:
        """Puts the notebook's page into the new `site`, if it was made from the same and is whole; None if not."""
        page = self.pages.get(notebook.page)
        if page is None or page.made_from != made_from or page.files != hashes(self.site, page.files):
            return None
        if any(links.place(notebook, target, home) != place for target, place in page.links.items()):
            return None
        for file in page.files:
            _link(self.site / file, site / file)
        for target, place in page.links.items():
            links.bring(notebook, target, place, site)
        return page


def hashes(site: Path, places: Iterable[str]) -> Dict[str, str]:
    """The hash of each file of a site, "" for one that is not there."""
    return {place: files.fingerprint([site / place]) if (site / place).is_file() else "" for place in places}


def write_list(site: Path, pages: Dict[str, Page]) -> None:
    """Leaves in `site` what the next run needs to know of it."""
    text = json.dumps({name: asdict(page) for name, page in pages.items()}, indent=1, sort_keys=True)
    (site / LIST).write_text(text, encoding="utf-8")


def _read(path: Path) -> Dict[str, Page]:
    """The pages of a list; none where there is no list, or one of another shape."""
    try:
        return {name: Page(**page) for name, page in json.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _code() -> List[Path]:
    return sorted(path for path in CODE.rglob("*") if path.is_file() and path.parent.name != "__pycache__")


def _link(old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:  # a file system without hard links
        shutil.copy2(old, new)
