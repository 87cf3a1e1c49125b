"""Which notebooks a command means."""

from pathlib import Path
from typing import List

from . import project
from .errors import WorkbookError


def steps() -> List[Path]:
    """The twelve notebooks of a whole run, in order."""
    return [project.NOTEBOOKS / "00-start-here.ipynb", *sorted((project.NOTEBOOKS / "steps").glob("*.ipynb"))]


def chosen(names: List[str]) -> List[Path]:
    """The notebooks that `names` mean: beginnings of file names ("04"), or paths of notebooks; all steps for none."""
    if not names:
        return steps()
    found = []
    for name in names:
        path = Path(name)
        matches = [path.resolve()] if path.suffix == ".ipynb" else [p for p in steps() if p.name.startswith(name)]
        if not matches or not all(match.is_file() for match in matches):
            raise WorkbookError(f"No notebook begins with '{name}'. There are: {', '.join(p.stem for p in steps())}.")
        found += [match for match in matches if match not in found]
    return found
