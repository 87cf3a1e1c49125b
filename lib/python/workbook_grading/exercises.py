"""The exercises as they are handed out: which cells are blanks, which are checks."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import nbformat


@dataclass(frozen=True)
class Cell:
    """A code cell of the released notebook; `grade_id` is nbgrader's, "" for a cell that only prepares (imports)."""

    grade_id: str
    is_check: bool
    source: str


@dataclass(frozen=True)
class Exercise:
    """A released notebook: its name and its code cells, in order."""

    name: str
    cells: Tuple[Cell, ...]

    @property
    def ids(self) -> Dict[str, Cell]:
        """The blanks and the checks by nbgrader's grade_id."""
        return {cell.grade_id: cell for cell in self.cells if cell.grade_id}

    @cached_property
    def _texts(self) -> Dict[str, str]:
        return {squeezed(known.source): known.grade_id for known in self.cells}

    def mark(self, cell) -> str:
        """The grade_id of a copy's cell; where a program dropped it, a check or an untouched blank is known by its text."""
        return grade_id(cell) or self._texts.get(squeezed(cell.source), "")

    @property
    def checks(self) -> Dict[str, str]:
        """Each check's grade_id, and that of the blank it looks at: the last one before it."""
        blank, found = "", {}
        for cell in self.cells:
            if cell.is_check:
                found[cell.grade_id] = blank
            elif cell.grade_id:
                blank = cell.grade_id
        return found


def grade_id(cell) -> str:
    """nbgrader's name of a notebook's cell, "" if it has none."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def squeezed(source: str) -> str:
    """Source without its white space, which editors change by themselves."""
    return "".join(source.split())


def released(folder: Path) -> List[Exercise]:
    """All exercises of a folder of notebooks, in order."""
    return [_read(path) for path in sorted(folder.glob("*.ipynb"))]


def of(cells, exercises: List[Exercise]) -> Optional[Exercise]:
    """The exercise whose marked cells these cells of a copy hold; None if they hold none."""
    code = [cell for cell in cells if cell.cell_type == "code"]
    held = [len(set(map(exercise.mark, code)) & exercise.ids.keys()) for exercise in exercises]
    most = max(held, default=0)
    return exercises[held.index(most)] if most else None


def _read(path: Path) -> Exercise:
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return Exercise(path.stem, tuple(
        Cell(grade_id(cell), cell.metadata.get("nbgrader", {}).get("grade", False), cell.source) for cell in code))
