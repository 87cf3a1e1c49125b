"""What a teacher gets: a table of points, what was wrong in which copy, and a CSV file."""

import csv
import os
import re
from pathlib import Path
from typing import List

from workbook_launcher.numbers import aligned

from .grading import Graded

NOTHING = "–"


def line(graded: Graded, done: int, copies: int) -> str:
    """One copy's line while the others are still graded."""
    count = f"[{done:{len(str(copies))}}/{copies}]"
    if graded.copy.fault:
        return f"{count} {graded.copy.path.name}: not graded"
    return f"{count} {graded.copy.student}, {graded.copy.exercise.name}: {_points([graded])}, {graded.seconds:.0f} s"


def text(results: List[Graded], folder: Path) -> str:
    """The table of points, then each copy with something wrong, with its sentences."""
    exercises = sorted({result.copy.exercise.name for result in results if result.copy.exercise})
    parts = [_table(results, exercises)] if exercises else []
    wrong = [result for result in results if not result.is_passed or result.notes]
    parts += [_details(result, folder) for result in sorted(wrong, key=lambda result: result.copy.student)]
    passed = sum(result.is_passed for result in results)
    parts.append(f"{passed} of {len(results)} copies passed every check. The open questions are yours to read.")
    return "\n\n".join(parts)


def write_csv(results: List[Graded], file: Path) -> None:
    """One row a check; a copy that could not be graded has one row, without a check. The file is whole or absent."""
    rows = [["student", "exercise", "check", "points", "sentence", "notes", "file"]]
    for result in results:
        copy, notes = result.copy, " ".join(result.notes)
        exercise = copy.exercise.name if copy.exercise else ""
        marks = [(mark.check, int(not mark.sentence), mark.sentence) for mark in result.marks] or [("", 0, copy.fault)]
        rows += [[copy.student, exercise, *mark, notes, str(copy.path)] for mark in marks]
    partial = file.with_name(f"{file.name}.{os.getpid()}.partial")
    with open(partial, "w", newline="", encoding="utf-8") as output:
        csv.writer(output).writerows([[_harmless(value) for value in row] for row in rows])
    os.replace(partial, file)


def _table(results: List[Graded], exercises: List[str]) -> str:
    rows = [["student", *(_short(name) for name in exercises), "points"]]
    for student in sorted({result.copy.student for result in results if result.copy.exercise}):
        mine = [result for result in results if result.copy.student == student and result.copy.exercise]
        by_name = {result.copy.exercise.name: result for result in mine}
        rows.append([student, *(_points([by_name[name]]) if name in by_name else NOTHING for name in exercises), _points(mine)])
    return "\n".join(aligned(rows))


def _details(result: Graded, folder: Path) -> str:
    copy = result.copy
    head = f"{copy.student}: {copy.path.relative_to(folder).as_posix()}"
    width = max((len(mark.check) for mark in result.marks), default=0)
    lines = [f"{mark.check.ljust(width)}  {mark.sentence}" for mark in result.marks if mark.sentence]
    return "\n  ".join([head, *([copy.fault] if copy.fault else lines), *(f"Note: {note}" for note in result.notes)])


def _points(results: List[Graded]) -> str:
    return f"{sum(result.points for result in results)}/{sum(len(result.marks) for result in results)}"


def _short(exercise: str) -> str:
    """The exercise's number, as in "03-learn-forget": a table of a whole course must fit on a screen."""
    return re.match(r"\d*", exercise).group(0) or exercise


def _harmless(value):
    """A text that a spreadsheet would take for a formula, as text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "@") else value
