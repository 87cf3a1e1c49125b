"""What is run of a copy: the student's cells, between the released imports and the released checks."""

import re
from dataclasses import dataclass
from typing import Dict, List, Tuple

from .copies import Copy
from .exercises import squeezed

GIVEN, OWN, ANSWER, CHECK = "given", "own", "answer", "check"


@dataclass(frozen=True)
class Step:
    """A cell to run: given by the exercise, added by the student, an answer, or a check."""

    kind: str
    grade_id: str
    source: str


def steps(copy: Copy) -> List[Step]:
    """The copy's cells in the order of the released exercise.

    A cell that the student added runs before the blank or check it stands before. The checks, and the cells that prepare, are
    the released ones. `Check` is written in full there: a class of that name in the copy would otherwise take its place.
    """
    answers, own = _students_cells(copy)
    script = []
    for cell in copy.exercise.cells:
        script += [Step(OWN, cell.grade_id, source) for source in own.get(cell.grade_id, [])]
        if cell.is_check:
            script.append(Step(CHECK, cell.grade_id, re.sub(r"(?<![\w.])Check\.", "org.lstmworkbook.notebook.Check.", cell.source)))
        elif cell.grade_id:
            script += [Step(ANSWER, cell.grade_id, source) for source in answers.get(cell.grade_id, [""])]
        else:
            script.append(Step(GIVEN, "", cell.source))
    return script


def unanswered(copy: Copy) -> Dict[str, str]:
    """The checks that need not be run to be judged, each with its sentence: nothing was put into the blank."""
    answers, own = _students_cells(copy)
    found = {}
    for check, blank in copy.exercise.checks.items():
        if blank not in answers:
            found[check] = "The answer's cell is missing."
        elif not _is_filled(copy, blank, answers[blank][-1]):
            found[check] = "Left empty."
    return {check: sentence for check, sentence in found.items() if not own.get(check)}  # else the answer may stand there


def remarks(copy: Copy) -> List[str]:
    """A sentence for each answer in several cells, and for each check that is not as it was handed out."""
    answers, _ = _students_cells(copy)
    several = [blank for blank in dict.fromkeys(copy.exercise.checks.values()) if len(answers.get(blank, [])) > 1]
    sentences = [f"The answer {blank} stands in {len(answers[blank])} cells; all were run, the last counts." for blank in several]
    for check in copy.exercise.checks:
        if check not in answers:
            sentences.append(f"The check {check} was deleted in this copy; the released one was used.")
        elif squeezed(answers[check][-1]) != squeezed(copy.exercise.ids[check].source):
            sentences.append(f"The check {check} was changed in this copy; the released one was used.")
    return sentences


def _is_filled(copy: Copy, grade: str, source: str) -> bool:
    return squeezed(source) not in ("", squeezed(copy.exercise.ids[grade].source))


def _students_cells(copy: Copy) -> Tuple[Dict[str, List[str]], Dict[str, List[str]]]:
    """The copy's marked cells by grade_id, and the added ones by the grade_id of the marked cell that follows them.

    A cell that was split or copied bears its mark twice: both are run, as in a kernel, but for one that was left empty.
    """
    given = {squeezed(cell.source) for cell in copy.exercise.cells}
    marked: Dict[str, List[str]] = {}
    own: Dict[str, List[str]] = {}
    waiting: List[str] = []
    for cell in copy.cells:
        if cell.cell_type != "code":
            continue
        grade = copy.exercise.mark(cell)
        if grade in copy.exercise.ids:
            marked.setdefault(grade, []).append(cell.source)
            own.setdefault(grade, []).extend(waiting)
            waiting = []
        elif squeezed(cell.source) and squeezed(cell.source) not in given:
            waiting.append(cell.source)
    filled = {grade: [source for source in sources if _is_filled(copy, grade, source)] for grade, sources in marked.items()}
    return {grade: filled[grade] or sources[-1:] for grade, sources in marked.items()}, own
