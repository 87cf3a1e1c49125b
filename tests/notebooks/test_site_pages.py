"""The site is written again only where something changed, and is then what a full write makes."""

import base64
import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from workbook_notebooks import site
from workbook_notebooks.site.exporter import PageExporter

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


@pytest.fixture
def home(tmp_path):
    """A project of three notebooks, of which the second links to a file and to the third, and has a picture."""
    home = tmp_path / "home"
    write(home, "00-start", "# Start")
    write(home, "steps/01-one", "# One\n\n[data](../../data.txt), [next](02-two.ipynb), [missing](../../later.txt)", picture=PIXEL)
    write(home, "steps/02-two", "# Two")
    (home / "data.txt").write_text("first", encoding="utf-8")
    return home


@pytest.fixture
def rendered(monkeypatch):
    """The pages that were written, not taken over."""
    pages = []
    write_page = PageExporter.write

    def counted(self, notebook, *more):
        pages.append(notebook.page)
        return write_page(self, notebook, *more)

    monkeypatch.setattr(PageExporter, "write", counted)
    return pages


def write(home, name, text, picture=None):
    code = new_code_cell("1 + 1")
    if picture:
        code.outputs = [new_output("display_data", {"image/png": base64.b64encode(picture).decode(), "text/plain": "a plot"})]
    notebook = new_notebook(cells=[new_markdown_cell(text, id="text"), code])
    code.id = "code"
    path = home / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def is_as_written_in_full(home, out, tmp_path):
    full = tmp_path / "full"
    shutil.rmtree(full, ignore_errors=True)
    shutil.copytree(out, full, ignore=shutil.ignore_patterns("site"))
    return contents(site.write(home, out).parent) == contents(site.write(home, full).parent)


def test_given_nothing_changed_when_written_again_then_no_page_is_rendered(home, tmp_path, rendered):
    (tmp_path / "out").mkdir()
    before = contents(site.write(home, tmp_path / "out").parent)
    assert rendered == ["00-start.html", "steps/01-one.html", "steps/02-two.html"]
    rendered.clear()
    assert contents(site.write(home, tmp_path / "out").parent) == before
    assert rendered == []


@pytest.mark.parametrize(
    "change, again",
    [
        (lambda home, out: write(home, "steps/02-two", "# Two\n\nMore."), ["steps/02-two.html"]),
        (lambda home, out: write(home, "steps/02-two", "# Second"), ["steps/01-one.html", "steps/02-two.html"]),
        (lambda home, out: (home / "notebooks/steps/02-two.ipynb").unlink(), ["steps/01-one.html"]),
        (lambda home, out: (home / "notebooks/steps/01-one.ipynb").unlink(), ["00-start.html", "steps/02-two.html"]),
        (lambda home, out: write(home, "lessons/01-more", "# More"), ["steps/02-two.html", "lessons/01-more.html"]),
        (lambda home, out: write(out, "00-start", "# Start", picture=PIXEL), ["00-start.html"]),
        (lambda home, out: (home / "data.txt").write_text("second", encoding="utf-8"), []),
        (lambda home, out: (home / "data.txt").unlink(), ["steps/01-one.html"]),
        (lambda home, out: (home / "later.txt").write_text("now", encoding="utf-8"), ["steps/01-one.html"]),
        (lambda home, out: (out / "site/steps/01-one.html").write_text("damaged", encoding="utf-8"), ["steps/01-one.html"]),
        (lambda home, out: (out / "site/steps/01-one_pictures/1-0.png").unlink(), ["steps/01-one.html"]),
        (lambda home, out: (out / "site/pages.json").write_text("{", encoding="utf-8"),
         ["00-start.html", "steps/01-one.html", "steps/02-two.html"]),
    ],
    ids=["text", "title", "last-removed", "middle-removed", "added", "executed", "file-changed", "file-removed", "file-added",
         "page-damaged", "picture-lost", "list-damaged"],
)
def test_given_a_change_when_written_again_then_only_its_pages_are_rendered_and_the_site_is_the_full_one(
    home, tmp_path, rendered, change, again
):
    out = tmp_path / "out"
    out.mkdir()
    site.write(home, out)
    change(home, out)
    rendered.clear()
    site.write(home, out)
    assert rendered == again
    assert is_as_written_in_full(home, out, tmp_path)


def test_given_another_version_of_a_package_when_written_again_then_every_page_is_rendered(home, tmp_path, rendered, monkeypatch):
    (tmp_path / "out").mkdir()
    site.write(home, tmp_path / "out")
    rendered.clear()
    monkeypatch.setattr("importlib.metadata.distributions", lambda: [])
    site.write(home, tmp_path / "out")
    assert len(rendered) == 3


def test_given_a_text_beside_the_notebooks_when_written_then_it_is_a_page_and_links_lead_both_ways(home, tmp_path):
    (home / "notebooks" / "GLOSSARY.md").write_text("# Glossary\n\nA [window](steps/01-one.ipynb#a).", encoding="utf-8")
    write(home, "steps/02-two", "# Two\n\nSee the [glossary](../GLOSSARY.md).")
    folder = site.write(home, tmp_path / "out").parent
    assert 'href="../GLOSSARY.html"' in (folder / "steps" / "02-two.html").read_text(encoding="utf-8")
    assert 'href="steps/01-one.html#a"' in (folder / "GLOSSARY.html").read_text(encoding="utf-8")
    assert "Glossary" in (folder / "index.html").read_text(encoding="utf-8")


def test_given_formulas_and_emphasis_in_the_first_sentence_when_written_then_its_card_shows_text(home, tmp_path):
    write(home, "steps/02-two", "# Two\n\n**Before:** one.\n\n*Twice* the state $c$ and `h`, for $5 or more than that, each of the days.")
    index = (site.write(home, tmp_path / "out").parent / "index.html").read_text(encoding="utf-8")
    assert "<p>Twice the state c and h, for $5 or more than that, each of the days.</p>" in index


def test_given_a_telephone_when_a_page_has_wide_parts_then_they_scroll_and_the_page_does_not(home, tmp_path, page):
    wide = "| " + " | ".join(["a long column of a table"] * 9) + " |\n" + "| --- " * 9 + "|\n"
    write(home, "steps/02-two", f"# Two\n\n{wide}\n`{'lib/java/' * 12}`\n\n- so $" + "x + " * 60 + "x$")
    page.set_viewport_size({"width": 420, "height": 720})
    page.goto((site.write(home, tmp_path / "out").parent / "steps" / "02-two.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 420
