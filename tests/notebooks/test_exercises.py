"""The exercises in a real kernel: a blank fails its check, its solution passes, a common mistake gets its own hint."""

import re

import nbformat
import pytest
from conftest import HOME
from wrong_answers import WRONG_ANSWERS

NOTEBOOKS = HOME / "notebooks"
NAMES = sorted(path.name for path in (NOTEBOOKS / "solutions").glob("*.ipynb"))
SOLUTION = re.compile(r"// BEGIN SOLUTION\n.*?// END SOLUTION", re.DOTALL)
STUB = 'throw new UnsupportedOperationException("Fill this blank, then run this cell again.");'


def cells(folder, name):
    return nbformat.read(NOTEBOOKS / folder / name, as_version=4).cells


def grade(cell):
    return cell.metadata.get("nbgrader", {})


def complaint(kernel, code):
    """What the kernel says against a cell, or nothing."""
    return "\n".join(content["evalue"] for kind, content in kernel.run(code) if kind == "error")


def pairs(folder, name):
    """Each blank (or solution) with the check that follows it, as (id, code, check)."""
    graded = [cell for cell in cells(folder, name) if grade(cell)]
    return [(grade(a)["grade_id"], a.source, b.source) for a, b in zip(graded[::2], graded[1::2])]


def test_given_exercises_when_listed_then_each_has_its_solution_and_its_lesson():
    assert NAMES == sorted(path.name for path in (NOTEBOOKS / "lessons").glob("*.ipynb"))
    assert NAMES == sorted(path.name for path in (NOTEBOOKS / "exercises").glob("*.ipynb"))


@pytest.mark.parametrize("name", NAMES)
def test_given_a_solution_when_its_regions_are_blanked_then_it_is_the_exercise(name):
    *blanked, answer = [SOLUTION.sub(lambda _: STUB, cell.source) for cell in cells("solutions", name)]
    *given, space = [cell.source for cell in cells("exercises", name)]
    assert blanked == given
    assert space == "*Write your answer here.*"
    assert answer.startswith("**A possible answer.**"), "the open question at the end has one, too"


@pytest.mark.parametrize("name", NAMES)
def test_given_an_exercise_when_read_then_at_least_three_blanks_each_with_a_locked_check(name):
    graded = [grade(cell) for cell in cells("exercises", name) if grade(cell)]
    assert len(graded) >= 6
    for blank, check in zip(graded[::2], graded[1::2]):
        assert blank["solution"] and not blank["grade"] and not blank["locked"]
        assert check["grade"] and check["locked"] and check["points"] == 1
        assert check["grade_id"] == blank["grade_id"] + "-check"


@pytest.mark.parametrize("name", NAMES)
def test_given_blank_wrong_and_solved_when_checked_then_fails_hints_and_passes(own_kernel, name):
    for cell in cells("solutions", name):
        if cell.cell_type == "code" and not grade(cell):
            assert complaint(own_kernel, cell.source) == ""
    for (grade_id, blank, check), (_, solved, _) in zip(pairs("exercises", name), pairs("solutions", name)):
        assert complaint(own_kernel, blank) == "", f"{grade_id}: a blank must compile"
        assert "Fill this blank" in complaint(own_kernel, check), f"{grade_id}: a blank must fail"
        body, hint = WRONG_ANSWERS[name[:2], grade_id]
        assert complaint(own_kernel, SOLUTION.sub(lambda _: body, solved)) == "", f"{grade_id}: the mistake must compile"
        assert hint in complaint(own_kernel, check), f"{grade_id}: the mistake must get its hint"
        assert complaint(own_kernel, solved) == "", f"{grade_id}: the solution must compile"
        assert complaint(own_kernel, check) == "", f"{grade_id}: the solution must pass"
