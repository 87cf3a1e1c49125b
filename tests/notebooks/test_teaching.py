"""The pages that lead through the notebooks: their links exist, their lists are complete, their numbers are the saved ones."""

import re
from urllib.parse import unquote

import nbformat
import pytest
from comparison import NUMBER
from conftest import HOME
from wrong_answers import WRONG_ANSWERS

NOTEBOOKS = HOME / "notebooks"
LESSONS = sorted((NOTEBOOKS / "lessons").glob("*.ipynb"))
TEACHING = NOTEBOOKS / "TEACHING.md"
START = NOTEBOOKS / "00-start-here.ipynb"
STEPS = sorted((NOTEBOOKS / "steps").glob("*.ipynb"))
TEXTS = [HOME / "README.md", HOME / "CONTRIBUTING.md", *sorted(NOTEBOOKS.glob("*.md"))]
PAGES = [*TEXTS, START, *sorted(p for p in NOTEBOOKS.glob("*/*.ipynb") if ".ipynb_checkpoints" not in p.parts)]
MAP = HOME / "lib/resources/org/lstmworkbook/gates/course-map.svg"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
QUOTED = re.compile(r"`([-+]?[\d,]*\.?\d+(?:e[-+]?\d+)?)`")


def markdown(path):
    """The text of a page; of a notebook its markdown cells."""
    if path.suffix == ".ipynb":
        return "\n\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")
    return path.read_text(encoding="utf-8")


def anchor(heading):
    """A heading's anchor as JupyterLab and the site make it."""
    return heading.replace(" ", "-")


def headings(path):
    return [line.lstrip("#").strip() for line in markdown(path).splitlines() if re.match(r"#+ ", line)]


def section(path, name):
    """What the code cells below a heading, up to the next one, were saved with, as text."""
    text, inside = "", False
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            for line in cell.source.splitlines():
                if re.match(r"#+ ", line):
                    inside = anchor(line.lstrip("#").strip()) == name
        elif inside:
            text += "\n".join(output.get("text", output.get("data", {}).get("text/plain", "")) for output in cell.outputs) + "\n"
    return text


def agrees(quoted, number):
    """Whether a number, rounded to the digits that are quoted, is the quoted one."""
    if "e" in quoted:
        return f"{number:.{len(quoted.partition('e')[0].partition('.')[2])}e}" == f"{float(quoted):.{len(quoted.partition('e')[0].partition('.')[2])}e}"
    plain = quoted.replace(",", "")
    return f"{number:.{len(plain.partition('.')[2])}f}" == plain


def rows(path):
    """The rows of a page's tables, as lists of cells."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|") and not line.startswith("| ---")]


CLAIMS = [row for row in rows(TEACHING) if len(row) == 4 and LINK.search(row[2]) and QUOTED.search(row[3])]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.name}")
def test_given_a_page_when_its_links_are_followed_then_each_file_and_heading_is_there(page):
    wrong = []
    for target in LINK.findall(markdown(page)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, heading = target.partition("#")
        path = (page.parent / unquote(file)).resolve() if file else page
        if not path.exists() or heading and unquote(heading) not in map(anchor, headings(path)):
            wrong.append(target)
    assert wrong == []


@pytest.mark.parametrize("row", CLAIMS, ids=lambda row: row[0][:50])
def test_given_a_claims_number_when_looked_up_then_it_was_saved_under_the_heading_it_links_to(row):
    text = ""
    for target in LINK.findall(row[2]):
        file, _, heading = target.partition("#")
        text += section(NOTEBOOKS / unquote(file), unquote(heading))
    numbers = [float(found.replace(",", "")) for found in NUMBER.findall(text)]
    missing = [quoted for quoted in QUOTED.findall(row[3]) if not any(agrees(quoted, number) for number in numbers)]
    assert missing == [], f"not among the outputs under {row[2]}"


def test_given_the_claims_when_counted_then_every_section_of_the_course_has_its_table():
    assert len(CLAIMS) >= 35
    titles = headings(TEACHING)
    assert [t for t in ("Words", "The gates", "Memory", "The eleven steps", "For class") if t not in titles] == []


@pytest.mark.parametrize("page", [HOME / "README.md", TEACHING, START], ids=lambda page: page.name)
def test_given_a_lesson_when_looked_for_then_each_list_of_lessons_has_it(page):
    text = markdown(page)
    assert [lesson.name for lesson in LESSONS if f"lessons/{lesson.name})" not in text] == []


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.stem)
def test_given_a_step_when_read_then_it_leads_back_on_and_deeper_and_sums_up(step):
    text = markdown(step)
    place = STEPS.index(step)
    before = STEPS[place - 1].name if place else f"../{START.name}"
    after = STEPS[place + 1].name if step != STEPS[-1] else f"../{START.name}"
    assert re.search(rf"\*\*Before:\*\*(?:(?!\n\n).)*\([^)]+\)", text, re.DOTALL)
    assert place != 0 or f"({before})" in text
    assert text.rstrip().endswith(f"({after})")
    assert "What you have seen" in headings(step)
    assert place == 0 or "(../lessons/" in text


def test_given_the_map_when_read_then_the_steps_are_on_it_and_only_lessons_that_there_are():
    drawn = re.findall(r">(\d+) [^<]+</text>", MAP.read_text(encoding="utf-8"))
    steps = {str(int(step.name[:2])) for step in STEPS}
    assert steps <= set(drawn) <= steps | {lesson.name[:2] for lesson in LESSONS}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_given_a_lesson_when_read_then_it_leads_to_its_exercises(lesson):
    assert f"(../exercises/{lesson.name})" in markdown(lesson)


@pytest.mark.parametrize("prefix, blank", WRONG_ANSWERS)
def test_given_a_usual_wrong_answer_when_looked_up_then_the_teacher_reads_the_hint_of_its_check(prefix, blank):
    _, hint = WRONG_ANSWERS[prefix, blank]
    told = [row[2] for row in rows(TEACHING) if len(row) == 3 and row[0].startswith(f"[{prefix}-") and row[1] == blank]
    assert len(told) == 1 and hint in told[0]
    solution, = (NOTEBOOKS / "solutions").glob(f"{prefix}-*.ipynb")
    check, = (cell.source for cell in nbformat.read(solution, as_version=4).cells
              if cell.metadata.get("nbgrader", {}).get("grade_id") == f"{blank}-check")
    assert told[0].lstrip("… ") in check
