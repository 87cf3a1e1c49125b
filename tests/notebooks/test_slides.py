"""Slides in a browser without a network: everything on them can be seen, nothing is missing, nothing is asked for."""

import nbformat
import pytest
from conftest import HOME, is_drawn
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from workbook_launcher import selection
from workbook_notebooks import slides
from workbook_notebooks.slides import deck

NOTEBOOKS = [*selection.lessons(), *selection.steps()]
SMALLEST_FONT = 16  # pixels of prose on a page of 720, as a projector shows it
OVERFLOW = """() => {
  const slide = Reveal.getCurrentSlide();
  const outside = [...slide.querySelectorAll('*')].filter((element) => {
    const place = element.getBoundingClientRect();
    return place.width > 0 && (place.bottom > 721 || place.right > 1281 || place.top < 0 || place.left < 0);
  });
  return {
    title: slide.innerText.slice(0, 40),
    tooFull: slide.scrollHeight > 720 || slide.scrollWidth > 1280 || outside.length > 0,
    font: parseFloat(getComputedStyle(slide).fontSize),
    lowPictures: [...slide.querySelectorAll('figure img')].filter((image) => image.getBoundingClientRect().height < 200).length,
  };
}"""
IN_FRAME = "document.documentElement.scrollHeight <= window.innerHeight"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    out = tmp_path_factory.mktemp("slides")
    return dict(zip([n.name for n in sorted(NOTEBOOKS, key=str)], sorted(slides.write(HOME, out, NOTEBOOKS), key=str)))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_given_slides_when_shown_offline_then_each_fits_on_its_page_and_nothing_is_asked_for(path, written, page):
    page.goto(written[path.name].as_uri())
    page.wait_for_function("Reveal.isReady()")
    count = page.evaluate("Reveal.getTotalSlides()")
    assert count >= 5
    for _ in range(count):
        seen = page.evaluate(OVERFLOW)
        for frame in page.locator("section.present iframe").element_handles():
            assert frame.content_frame().evaluate(IN_FRAME)
        assert not (seen["tooFull"] or seen["lowPictures"]) and seen["font"] >= SMALLEST_FONT, seen
        page.keyboard.press("ArrowRight")
    assert page.evaluate("Reveal.isLastSlide()")
    assert page.faults == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_given_a_notebook_when_cut_into_slides_then_no_text_code_picture_or_formula_is_lost(path, written, page):
    page.goto(written[path.name].as_uri())
    page.wait_for_function("Reveal.isReady()")
    notebook = nbformat.read(path, as_version=4)
    outputs = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    frames = sum("<iframe" in "".join(data.get("text/html", "")) for data in outputs)
    pictures = sum(any(kind.startswith("image/") for kind in data) for data in outputs)
    assert (page.locator("iframe").count(), page.locator("figure img").count()) == (frames, pictures - frames)
    headings = [line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()
                if line.startswith("## ")]
    assert page.locator("h2").count() >= len(headings)
    shown = [cell for cell in notebook.cells if cell.cell_type == "code" and deck.shown(cell)]
    assert page.locator(".cell .code").count() == len(shown)
    assert page.locator("math").count() >= sum(cell.source.count("$$") // 2 for cell in notebook.cells if cell.cell_type == "markdown")


def test_given_a_plot_and_a_formula_when_shown_then_they_are_drawn(written, page):
    page.goto(written["04-what-the-cell-promises.ipynb"].as_uri())
    page.wait_for_function("Reveal.isReady()")
    for kind in ("figure img", "math"):
        while not page.locator(f"section.present {kind}").count():
            assert not page.evaluate("Reveal.isLastSlide()")
            page.keyboard.press("ArrowRight")
        assert is_drawn(page.locator(f"section.present {kind}").first)


def test_given_slides_when_printed_then_each_is_one_page_with_its_margins(written, page):
    page.goto(written["10-test.ipynb"].as_uri() + "?print-pdf")
    page.wait_for_function("document.querySelectorAll('.pdf-page').length > 0 && Reveal.isReady()")
    pages = page.evaluate("[...document.querySelectorAll('.pdf-page')].map(page => [page.offsetHeight, page.firstElementChild.scrollHeight, "
                          "page.querySelector('h1, h2').getBoundingClientRect().left])")
    assert pages == [[719, 719, 64]] * page.evaluate("Reveal.getTotalSlides()")  # reveal.js takes one pixel off, or printers add a page


@pytest.fixture
def cut(page, tmp_path):
    """Gives each slide of these cells as the texts of its blocks."""

    def texts(*cells):
        (tmp_path / "deck.html").write_text(deck.html("A deck", new_notebook(cells=list(cells))), encoding="utf-8")
        page.goto((tmp_path / "deck.html").as_uri())
        page.wait_for_function("Reveal.isReady()")
        return page.evaluate("[...document.querySelectorAll('.slides > section')].map(slide => [...slide.children].map("
                             "block => block.querySelector(':not(.output)').textContent.replace('#', '').trim()))")

    return texts


def test_given_code_that_does_not_fit_when_cut_then_it_goes_on_under_the_same_heading_with_its_introduction(cut):
    code = "\n".join(f"int line{n} = {n};" for n in range(12))
    assert cut(new_markdown_cell("## One\n\nWords."), new_code_cell(code), new_markdown_cell("More words:"), new_code_cell(code),
               new_markdown_cell("The end:"), new_code_cell(code), new_markdown_cell("## Two\n\nWords.")) == [
        ["One", "Words.", code], ["One …", "More words:", code], ["One …", "The end:", code], ["Two", "Words."]]


def test_given_imports_and_what_metadata_skips_when_cut_then_they_are_left_out(cut):
    assert cut(
        new_markdown_cell("# Title"), new_code_cell("import java.util.*;\n\nNotebook.start();"), new_markdown_cell("Words."),
        new_code_cell("1 + 1", metadata={"slideshow": {"slide_type": "skip"}}),
        new_code_cell("2 + 2", outputs=[new_output("execute_result", {"text/plain": "4"}, execution_count=1)])) == [["Title", "Words.", "2 + 2"]]


def test_given_empty_lines_inside_code_of_a_text_when_cut_then_it_stays_whole(cut):
    assert cut(new_markdown_cell("Before\n\n```\none\n\ntwo\n```\n\nAfter")) == [["Before", "one\n\ntwo", "After"]]
