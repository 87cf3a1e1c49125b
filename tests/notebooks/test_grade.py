"""./workbook grade: each kind of copy gets its marks and its sentences, and spoils no other."""

import csv
import json
import os
import signal
import subprocess
import sys

import nbformat
import pytest
from conftest import HOME
from test_run import is_running, waited_until
from workbook_grading import copies, exercises, grading, report, script, sentences

NAME = "03-learn-forget-remember-use"
EXERCISES = HOME / "notebooks" / "exercises"
RIGHT = {
    "learn": "double learn(double zg, double zi) { return Math.tanh(zg) / (1 + Math.exp(-zi)); }",
    "use": "double use(double c, double zo) { return Math.tanh(c) / (1 + Math.exp(-zo)); }",
    "factor": "double forgetFactor() { return 0.5; }",
}
ENDLESS = "double learn(double zg, double zi) { while (true) {} }"


def hand_in(path, answers, checks=None, added=None):
    """Writes a copy with these answers and checks by grade_id (None deletes), and cells of the student's own before some."""
    notebook = nbformat.read(EXERCISES / f"{NAME}.ipynb", as_version=4)
    changed = {**answers, **(checks or {})}
    cells = []
    for cell in notebook.cells:
        grade = exercises.grade_id(cell)
        if grade in (added or {}):
            cells.append(nbformat.v4.new_code_cell(added[grade]))
        if changed.get(grade, "") is not None:
            cell.source = changed.get(grade, cell.source)
            cells.append(cell)
    notebook.cells = cells
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def command(*arguments):
    return [sys.executable, str(HOME / "workbook"), "grade", *map(str, arguments)]


def grade(*arguments):
    return subprocess.run(command(*arguments), capture_output=True, text=True, timeout=240)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of many faults, graded once: what was printed, the exit code, and the rows of the CSV file."""
    folder = tmp_path_factory.mktemp("class")
    submitted = folder / "submitted"

    def student(name, *rest):
        hand_in(submitted / name / NAME / f"{NAME}.ipynb", *rest)

    student("ada", RIGHT)
    student("blank", {})
    student("bob", {**RIGHT, "learn": "double learn(double zg, double zi) { return Math.tanh(zg); }",
                    "use": "double use(double c, double zo) { return Math.tanh(c) }"},
            {"learn-check": 'System.out.println("all right");', "use-check": None})
    student("eve", {"learn": ENDLESS, "factor": RIGHT["factor"],
                    "use": "double use(double c, double zo) { var all = new java.util.ArrayList<double[]>();"
                           " while (true) all.add(new double[1_000_000]); }"})
    student("jim", {**RIGHT, "learn": "double learn(double zg, double zi) { System.exit(0); return 0; }"}, None,
            {"use": "class Check { static void that(boolean b, String s) {} }\nint helper() { return missing(); }"})
    (submitted / "max").mkdir()
    (submitted / "max" / "draft.ipynb").write_text('{"cells": [', encoding="utf-8")
    answer = grade(submitted, "--csv", folder / "marks.csv", "--seconds", 10, "--memory", 256, "--jobs", 2)
    with open(folder / "marks.csv", newline="", encoding="utf-8") as file:
        return answer, list(csv.DictReader(file))


@pytest.mark.parametrize("student, learn, use, factor", [
    ("ada", "", "", ""),
    ("blank", "Left empty.", "Left empty.", "Left empty."),
    ("bob", "That is the candidate alone: the ignore factor (here 1/2) is missing.",
     "Does not compile: ';' expected (in `double use(double c, double zo) { return Math.tanh(c) }`)", ""),
    ("eve", "Ran longer than 10 s and was stopped: an endless loop?", "Used up the memory of 256 MiB.", ""),
    ("jim", "Ended its kernel (exit code 0): System.exit?", "", ""),
])
def test_given_a_class_when_graded_then_each_check_has_its_point_or_its_sentence(graded, student, learn, use, factor):
    answer, rows = graded
    mine = {row["check"]: row for row in rows if row["student"] == student}
    assert {check: row["sentence"] for check, row in mine.items()} == {
        "learn-check": learn, "use-check": use, "factor-check": factor}, answer.stderr
    assert [row["points"] for row in mine.values()] == [str(int(not sentence)) for sentence in (learn, use, factor)]
    for sentence in filter(None, (learn, use, factor)):
        assert sentence in answer.stdout


def test_given_changed_and_deleted_checks_when_graded_then_the_released_ones_count_and_it_is_said(graded):
    answer, rows = graded
    notes = next(row["notes"] for row in rows if row["student"] == "bob")
    assert notes == ("The check learn-check was changed in this copy; the released one was used. "
                     "The check use-check was deleted in this copy; the released one was used.")
    assert notes.split(". ")[1] in answer.stdout


def test_given_a_class_when_graded_then_a_table_a_line_for_each_copy_and_exit_1(graded):
    answer, rows = graded
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    table = answer.stdout[answer.stdout.index("student"):].splitlines()
    assert [line.split() for line in table[:6]] == [
        ["student", "03", "points"], ["ada", "3/3", "3/3"], ["blank", "0/3", "0/3"], ["bob", "1/3", "1/3"],
        ["eve", "1/3", "1/3"], ["jim", "2/3", "2/3"]]
    assert sum(line.startswith("[") for line in answer.stdout.splitlines()) == 6
    assert "max: max/draft.ipynb\n  Is no notebook, or only a part of one" in answer.stdout
    assert [row["check"] for row in rows if row["student"] == "max"] == [""]


def test_given_only_solved_copies_when_graded_then_exit_0(tmp_path):
    hand_in(tmp_path / f"ada_{NAME}.ipynb", RIGHT)
    answer = grade(tmp_path)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "1 of 1 copies passed every check" in answer.stdout


@pytest.mark.parametrize("arguments, sentence", [
    (["nowhere"], "There is no folder"),
    (["file.txt"], "is a file. Name the folder it lies in"),
    (["."], "there is no notebook (*.ipynb) in"),
    ([".", "--seconds", "0"], "--seconds 0 is too little; give 1 or more."),
    ([".", "--csv", "nowhere/marks.csv"], "--csv: there is no folder"),
])
def test_given_nothing_to_grade_when_asked_then_exit_2_and_the_reason(tmp_path, arguments, sentence):
    (tmp_path / "file.txt").write_text("no notebook", encoding="utf-8")
    answer = grade(tmp_path / arguments[0], *(tmp_path / a if "/" in a else a for a in arguments[1:]))
    assert (answer.returncode, sentence in answer.stderr) == (2, True), answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent to a process group")
def test_given_ctrl_c_when_grading_then_what_is_graded_is_said_and_no_kernel_is_left(tmp_path):
    hand_in(tmp_path / "class" / f"a-{NAME}.ipynb", {})
    pid = tmp_path / "pid"
    told = f'java.nio.file.Files.writeString(java.nio.file.Path.of("{pid}"), "" + ProcessHandle.current().pid());'
    hand_in(tmp_path / "class" / f"b-{NAME}.ipynb", {"learn": ENDLESS}, None, {"learn": told})
    process = subprocess.Popen(command(tmp_path / "class"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               start_new_session=True)
    waited_until(lambda: pid.exists() and pid.read_text(encoding="utf-8"), 120)
    os.killpg(process.pid, signal.SIGINT)
    printed, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Stopped: 1 of 2 copies are graded." in errors and "Traceback" not in errors
    assert "[1/2] a, 03-learn-forget-remember-use: 0/3" in printed and "Left empty." in printed
    waited_until(lambda: not is_running(int(pid.read_text(encoding="utf-8"))))


@pytest.fixture(scope="module")
def known():
    return exercises.released(EXERCISES)


@pytest.mark.parametrize("place, student", [
    (f"ada/{NAME}/{NAME}.ipynb", "ada"),
    (f"ada/week 3/{NAME}.ipynb", "ada"),
    ("ada/anything.ipynb", "ada"),
    (f"{NAME}/ada.ipynb", "ada"),
    (f"ada-{NAME}.ipynb", "ada"),
    (f"lovelace_ada_4711_{NAME}.ipynb", "lovelace_ada_4711"),
    (f"{NAME}.ipynb", "class"),
])
def test_given_a_folder_as_teachers_collect_it_when_read_then_whose_copy_it_is_is_found(tmp_path, known, place, student):
    hand_in(tmp_path / "class" / place, RIGHT)
    hand_in(tmp_path / "class" / ".ipynb_checkpoints" / "old.ipynb", RIGHT)
    found = copies.collect(tmp_path / "class", known)
    assert [(copy.student, copy.exercise.name, copy.fault) for copy in found] == [(student, NAME, "")]


def test_given_two_copies_by_one_student_when_read_then_both_are_told_apart(tmp_path, known):
    hand_in(tmp_path / "ada" / "first.ipynb", {})
    hand_in(tmp_path / "ada" / "second.ipynb", RIGHT)
    assert [copy.student for copy in copies.collect(tmp_path, known)] == ["ada (ada/first.ipynb)", "ada (ada/second.ipynb)"]


@pytest.mark.parametrize("content, sentence", [
    (b"", "Is no notebook, or only a part of one"),
    (b"\x89PNG\xff\xfe", "Is neither UTF-8 nor UTF-16 text"),
    (b"[]", "Is no notebook"),
    (b'{"cells": 5, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "Is no notebook"),
    (json.dumps(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1", id="one")])).encode(), "Is none of the exercises"),
    (None, "Cannot be read: Is a directory"),
])
def test_given_a_file_that_is_no_exercise_when_read_then_it_is_said_and_counts_as_failed(tmp_path, known, content, sentence):
    path = tmp_path / "ada.ipynb"
    path.mkdir() if content is None else path.write_bytes(content)
    copy, = copies.collect(tmp_path, known)
    assert copy.fault.startswith(sentence)
    assert not grading.grade(copy, grading.Limits(1, 1, 256), None).is_passed


def test_given_an_answer_in_a_cell_of_its_own_when_scripted_then_it_runs_before_the_check(tmp_path, known):
    hand_in(tmp_path / "ada.ipynb", {}, None, {"learn-check": RIGHT["learn"]})
    copy, = copies.collect(tmp_path, known)
    kinds = [(step.kind, step.grade_id) for step in script.steps(copy)]
    assert kinds[:4] == [("given", ""), ("answer", "learn"), ("own", "learn-check"), ("check", "learn-check")]
    assert script.unanswered(copy) == {"use-check": "Left empty.", "factor-check": "Left empty."}


def scripted(path, known):
    """The sources of a copy's answers, what was left empty, and the remarks."""
    copy, = copies.collect(path.parent, known)
    assert copy.fault == "" and copy.exercise.name == NAME
    answers = [step.source for step in script.steps(copy) if step.kind in (script.ANSWER, script.OWN) and step.source]
    return answers, script.unanswered(copy), script.remarks(copy)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_given_a_copy_in_another_encoding_when_read_then_it_is_read_as_any(tmp_path, known, encoding):
    path = hand_in(tmp_path / "ada.ipynb", RIGHT)
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    assert scripted(path, known) == (list(RIGHT.values()), {}, [])


def rewritten(path, change):
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = change(notebook.cells)
    nbformat.write(notebook, path)
    return path


def test_given_an_answer_beside_its_empty_blank_when_scripted_then_the_blank_does_not_count(tmp_path, known):
    blanks = {exercises.grade_id(c): c for c in nbformat.read(EXERCISES / f"{NAME}.ipynb", as_version=4).cells}
    path = hand_in(tmp_path / "ada.ipynb", RIGHT)
    rewritten(path, lambda cells: [c for cell in cells for c in (cell, *([blanks["learn"]] if exercises.grade_id(cell) == "learn" else []))])
    assert scripted(path, known) == (list(RIGHT.values()), {}, [])


def test_given_an_answer_in_two_cells_when_scripted_then_both_are_run_and_it_is_said(tmp_path, known):
    path = hand_in(tmp_path / "ada.ipynb", RIGHT)
    rewritten(path, lambda cells: [c for cell in cells for c in ([cell] * 2 if exercises.grade_id(cell) == "use" else [cell])])
    assert scripted(path, known) == ([RIGHT["learn"], RIGHT["use"], RIGHT["use"], RIGHT["factor"]], {},
                                     ["The answer use stands in 2 cells; all were run, the last counts."])


def test_given_a_copy_without_metadata_when_scripted_then_its_checks_are_known_by_their_text(tmp_path, known):
    def stripped(cells):
        for cell in cells:
            cell.metadata = {}
        return cells

    path = rewritten(hand_in(tmp_path / "ada.ipynb", {**RIGHT, "use": ""}), stripped)
    answers, empty, remarks = scripted(path, known)
    assert answers == [RIGHT["learn"], RIGHT["factor"]]
    assert (empty, remarks) == ({"use-check": "The answer's cell is missing."}, [])


@pytest.mark.parametrize("kind, value, sentence", [
    ("RuntimeException", "org.lstmworkbook.notebook.CheckFailed, h is 1, but should be 2. Try it.", "h is 1, but should be 2. Try it."),
    ("RuntimeException", "java.lang.NullPointerException, null", "Stopped with NullPointerException."),
    ("RuntimeException", "java.lang.ArithmeticException, / by zero", "Stopped with ArithmeticException: / by zero"),
    ("RuntimeException", "java.lang.StackOverflowError, null", "Calls itself without an end (StackOverflowError)."),
    ("IncompleteSourceException", "double f() {", "Does not compile: it ends too early; a bracket, a quotation mark or the end of a comment is missing."),
    ("RuntimeException", "jdk.jshell.UnresolvedReferenceException: Attempt to use definition snippet with unresolved references "
     "in MethodSnippet:learn/(double)double-", "Does not compile: learn uses a name that is not defined."),
    ("CompilationException", "", "Does not compile: cannot find symbol: variable zo (in `return zo;`)"),
])
def test_given_a_kernels_error_when_told_then_it_is_a_sentence(kind, value, sentence):
    assert sentences.of(kind, value, ["|   return zo;", "\x1b[31mcannot find symbol\x1b[0m", "  symbol:   variable zo", ""]) == sentence


def test_given_a_sentence_like_a_formula_when_written_then_a_spreadsheet_does_not_run_it(tmp_path):
    copy = copies.Copy(tmp_path / "x.ipynb", "=cmd|' /C calc'!A0", fault="Is no notebook.")
    report.write_csv([grading.Graded(copy, (), (), 0)], tmp_path / "marks.csv")
    assert "'=cmd" in (tmp_path / "marks.csv").read_text(encoding="utf-8")
