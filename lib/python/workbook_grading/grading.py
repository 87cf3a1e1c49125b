"""Grades one copy: a point for each released check that passes."""

import time
from dataclasses import dataclass
from typing import Dict, List, Tuple

from workbook_notebooks.turns import Turns

from . import kernel, script
from .copies import Copy


@dataclass(frozen=True)
class Limits:
    """Seconds a cell and a whole copy may run, and MiB of memory."""

    cell_seconds: float
    copy_seconds: float
    memory: int


@dataclass(frozen=True)
class Mark:
    """One check: "" in `sentence` if it passed, else what was wrong."""

    check: str
    sentence: str


@dataclass(frozen=True)
class Graded:
    """A copy with its marks, and notes for the teacher that change no mark."""

    copy: Copy
    marks: Tuple[Mark, ...]
    notes: Tuple[str, ...]
    seconds: float

    @property
    def points(self) -> int:
        """The checks that passed."""
        return sum(not mark.sentence for mark in self.marks)

    @property
    def is_passed(self) -> bool:
        """Whether the copy could be graded and all its checks passed."""
        return not self.copy.fault and self.points == len(self.marks)


def grade(copy: Copy, limits: Limits, turns: Turns) -> Graded:
    """Runs the copy, and gives its marks; a copy that is no exercise has none."""
    begun = time.monotonic()
    if copy.fault:
        return Graded(copy, (), (), 0)
    empty = script.unanswered(copy)
    checks = copy.exercise.checks
    steps = [step for step in script.steps(copy) if step.grade_id not in empty or step.kind != script.CHECK]
    errors = _run(steps, limits, turns) if empty.keys() != checks.keys() else {}
    marks = tuple(Mark(check, empty.get(check) or _verdict(check, blank, steps, errors)) for check, blank in checks.items())
    own = (errors[n] for n, step in enumerate(steps) if step.kind == script.OWN and errors.get(n))
    notes = (*script.remarks(copy), *(f"A cell that the student added: {sentence}" for sentence in own))
    return Graded(copy, marks, notes, time.monotonic() - begun)


def _run(steps: List[script.Step], limits: Limits, turns: Turns) -> Dict[int, str]:
    """Runs the steps; for each, by its number, "" or its error.

    After a step that ended the kernel, or had to be stopped, a new kernel runs all the others from the first one on.
    """
    found: Dict[int, str] = {}
    left_out = set()
    deadline = time.monotonic() + limits.copy_seconds
    try:
        while not _run_once(steps, limits, deadline, turns, found, left_out):
            pass
    except kernel.NoKernel as error:
        return {**{n: f"Not graded: {error}" for n, step in enumerate(steps) if step.kind == script.CHECK}, **found}
    return found


def _run_once(steps, limits: Limits, deadline: float, turns: Turns, found: Dict[int, str], left_out: set) -> bool:
    """Runs the steps that are not left out in one kernel, up to the first that ends it; true if there was none."""
    with kernel.started(limits.memory, turns) as running:
        for number, step in enumerate(steps):
            left = deadline - time.monotonic()
            if left <= 0:
                raise kernel.NoKernel(f"this copy's {limits.copy_seconds:.0f} s were over.")
            if number not in left_out:
                outcome = running.run(step.source, min(limits.cell_seconds, left))
                if outcome.is_fatal:
                    found[number] = outcome.sentence
                    left_out.add(number)
                    return False
                found.setdefault(number, outcome.sentence)
    return True


def _verdict(check: str, blank: str, steps: List[script.Step], errors: Dict[int, str]) -> str:
    """"" if the check passed; else the first that says why: the exercise's own first cells, the answer, the check."""
    said = {step.grade_id: errors.get(n, "") for n, step in enumerate(steps) if step.kind in (script.ANSWER, script.CHECK)}
    first_answer = next(n for n, step in enumerate(steps) if step.kind == script.ANSWER)
    given = next((errors[n] for n in range(first_answer) if steps[n].kind == script.GIVEN and errors.get(n)), "")
    if not said[check]:
        return ""
    return f"The exercise's own first cell did not run: {given}" if given else said[blank] or said[check]
