"""The copies that students handed in: which file is whose, and of which exercise."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import nbformat

from . import exercises
from .exercises import Exercise


@dataclass(frozen=True)
class Copy:
    """One file: its student, its exercise and its cells; or, in `fault`, why it cannot be graded."""

    path: Path
    student: str
    exercise: Optional[Exercise] = None
    cells: tuple = ()
    fault: str = ""


def collect(folder: Path, known: List[Exercise]) -> List[Copy]:
    """All notebooks below `folder`, in order of their paths; hidden folders (checkpoints) are no copies."""
    paths = sorted(path for path in folder.rglob("*.ipynb") if _is_handed_in(path.relative_to(folder)))
    return _told_apart([_read(folder, path, known) for path in paths], folder)


def student_of(inside: Path, folder: Path, exercise: str) -> str:
    """Who handed in the file `inside` the folder.

    The first folder on the way that is not named after the exercise (STUDENT/ASSIGNMENT/NOTEBOOK, as nbgrader collects, or
    STUDENT/NOTEBOOK); in a flat folder what the file's name says beside the exercise's (ada-03-….ipynb); else the folder itself.
    """
    persons = [part for part in inside.parts[:-1] if part != exercise]
    if persons:
        return persons[0]
    rest = inside.stem.replace(exercise, "").strip(" -_.") if exercise else inside.stem
    return rest or folder.name


def _is_handed_in(inside: Path) -> bool:
    return not any(part.startswith((".", "__MACOSX")) for part in inside.parts)


def _read(folder: Path, path: Path, known: List[Exercise]) -> Copy:
    inside = path.relative_to(folder)
    nobody = student_of(inside, folder, "")
    try:
        content = path.read_bytes()
        text = content.decode(json.detect_encoding(content))  # UTF-8, UTF-16 and UTF-32, with their mark or without
        notebook = nbformat.reads(text, as_version=4)
        cells = tuple(notebook.cells)
        exercise = exercises.of(cells, known)
    except OSError as error:
        return Copy(path, nobody, fault=f"Cannot be read: {error.strerror or error}.")
    except UnicodeDecodeError:
        return Copy(path, nobody, fault="Is neither UTF-8 nor UTF-16 text. Ask for a copy that was saved in JupyterLab.")
    except nbformat.reader.NotJSONError:
        return Copy(path, nobody, fault="Is no notebook, or only a part of one: its text is not JSON. Ask for it again.")
    except Exception as error:  # nbformat raises a different kind for each way in which JSON is no notebook
        return Copy(path, nobody, fault=f"Is no notebook: {type(error).__name__} ({str(error).splitlines()[0][:80] if str(error) else ''}).")
    if exercise is None:
        return Copy(path, nobody, fault="Is none of the exercises: no cell bears the mark (nbgrader's grade_id) of a blank or a "
                    "check, or has its text. Some programs drop these marks when they save: ask for a copy that was saved in JupyterLab.")
    return Copy(path, student_of(inside, folder, exercise.name), exercise, cells)


def _told_apart(found: List[Copy], folder: Path) -> List[Copy]:
    """Two copies of one exercise by one student are both graded, under names that tell which is which."""
    count: Dict[Tuple[str, Optional[Exercise]], int] = {}
    for copy in found:
        count[copy.student, copy.exercise] = count.get((copy.student, copy.exercise), 0) + 1
    return [
        copy if copy.exercise is None or count[copy.student, copy.exercise] == 1
        else Copy(copy.path, f"{copy.student} ({copy.path.relative_to(folder).as_posix()})", copy.exercise, copy.cells)
        for copy in found
    ]
