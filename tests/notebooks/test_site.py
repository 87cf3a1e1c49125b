"""The HTML site in a browser without a network."""

import re
from pathlib import Path

import nbformat
import pytest
from conftest import HOME, is_drawn
from test_notebooks import NOTEBOOKS, named
from workbook_notebooks import site
from workbook_notebooks.site.formulas import mathml

PLOTLY = "application/vnd.plotly.v1+json"


@pytest.fixture(scope="module")
def written(executed, out) -> Path:
    """The folder of the site of this session's executed notebooks."""
    for path in NOTEBOOKS:
        executed(path)
    return site.write(HOME, out).parent


def page_of(written: Path, notebook: Path) -> Path:
    return (written / notebook.relative_to(HOME / "notebooks")).with_suffix(".html")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_given_a_page_when_opened_offline_then_every_plot_is_drawn_and_nothing_is_asked_for(path, written, executed, page):
    page.goto(page_of(written, path).as_uri())
    _, notebook = executed(path)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    plots = page.locator("figure.plot")
    assert plots.count() == sum(PLOTLY in output.get("data", {}) for output in outputs)
    for number in range(plots.count()):
        plots.nth(number).locator(".main-svg").first.wait_for()
        assert is_drawn(plots.nth(number))
    assert page.faults == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_given_a_page_when_read_then_its_links_lead_somewhere_and_its_formulas_are_set(path, written, page):
    file = page_of(written, path)
    page.goto(file.as_uri())
    links = page.eval_on_selector_all("a[href], img[src], script[src], link[href]", "all => all.map(e => e.getAttribute('href') || e.getAttribute('src'))")
    local = [link.split("#")[0] for link in links if not re.match(r"[a-z]+:", link)]
    missing = [link for link in local if link and not (file.parent / link).exists()]
    assert missing == []
    source = "\n".join(c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown")
    if "$$" in source:
        assert page.locator("math").count() >= source.count("$$") // 2


def test_given_the_index_when_opened_then_each_notebook_has_a_card_and_the_runs_tables_are_there(written, page):
    page.goto((written / "index.html").as_uri())
    cards = page.locator("a.card")
    notebooks = [p for p in (HOME / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts]
    assert cards.count() == len([*notebooks, *(HOME / "notebooks").glob("*.md")])
    solved = page.locator('a.card[href^="solutions/"]').all_inner_texts()
    assert solved
    assert [text for text in solved if not text.startswith("Solutions:")] == []
    assert page.locator("h2").all_inner_texts()[:2] == ["Scoreboard", "Predictions"]
    assert page.locator(".tables table").count() == 2
    assert page.faults == []
    cards.nth(1).click()
    assert page.locator("main h1").count() == 1


@pytest.mark.parametrize("scheme, brighter", [("light", "page"), ("dark", "text")])
def test_given_the_readers_colours_when_opened_then_the_page_follows(scheme, brighter, written, browser):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto((written / "index.html").as_uri())
    style = page.evaluate("(() => { const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]; })()")
    background, text = (sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in style)
    context.close()
    assert (background > text) == (brighter == "page")


def test_given_no_script_when_opened_then_the_plots_pictures_are_there(written, browser):
    path = next(p for p in NOTEBOOKS if PLOTLY in p.read_text(encoding="utf-8"))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_of(written, path).as_uri())
    assert is_drawn(page.locator("figure.plot img").first)
    context.close()


def test_given_a_formula_when_set_then_it_is_mathml_and_an_unreadable_one_stays_as_typed():
    assert "<msub>" in mathml(r"c_t = f_t \odot c_{t-1}", "inline")
    for tex in (r"\left( x", r"\frac", r"x^", r"\begin{matrix} a"):
        assert mathml(tex, "inline") == f"<code>{tex}</code>"
