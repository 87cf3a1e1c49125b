"""Which notebooks a command means."""

from pathlib import Path
from typing import List, Optional

from . import project
from .errors import WorkbookError


def steps(notebooks: Path = project.NOTEBOOKS) -> List[Path]:
    """The twelve notebooks of a whole run, in order."""
    return [notebooks / "00-start-here.ipynb", *sorted((notebooks / "steps").glob("*.ipynb"))]


def lessons(notebooks: Path = project.NOTEBOOKS) -> List[Path]:
    """The lessons, in order."""
    return sorted((notebooks / "lessons").glob("*.ipynb"))


def chosen(names: List[str], among: Optional[List[Path]] = None) -> List[Path]:
    """The notebooks that `names` mean: beginnings of file names ("04") of those `among` (the steps), or paths; all of them for none."""
    among = steps() if among is None else among
    if not names:
        return among
    found = []
    for name in names:
        path = Path(name)
        matches = [path.resolve()] if path.suffix == ".ipynb" else [p for p in among if p.name.startswith(name)]
        if not matches or not all(match.is_file() for match in matches):
            raise WorkbookError(f"No notebook begins with '{name}'. There are: {', '.join(p.stem for p in among)}.")
        found += [match for match in matches if match not in found]
    return found
