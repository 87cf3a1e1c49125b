"""The glossary: made from where the terms are defined, and as it is committed."""

import nbformat
from conftest import HOME
from nbformat.v4 import new_markdown_cell, new_notebook
from workbook_notebooks import glossary


def write(home, name, *texts):
    path = home / "notebooks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[new_markdown_cell(text) for text in texts]), path)


def test_given_the_notebooks_when_the_glossary_is_made_then_it_is_the_committed_one():
    committed = (HOME / glossary.PLACE).read_text(encoding="utf-8")
    assert committed == glossary.text(HOME), "write it anew: PYTHONPATH=lib/python .venv/bin/python -m workbook_notebooks.glossary ."


def test_given_the_notebooks_when_their_terms_are_collected_then_none_is_defined_twice():
    terms = [entry.term.lower() for entry in glossary.marked(HOME)]
    assert [term for term in set(terms) if terms.count(term) > 1] == []


def test_given_terms_in_sentences_when_collected_then_each_stands_first_with_its_own_sentence_and_place(tmp_path):
    write(tmp_path, "00-start-here.ipynb", "# Start")
    write(tmp_path, "steps/01-one.ipynb", "# One", "## The first part\n\nSo far 0.5 of it. A ***window*** is 60 days, e.g. a\nquarter. It moves on.")
    write(tmp_path, "lessons/01-words.ipynb", "# Words\n\n- ***Batch***: some [windows](x.ipynb) at once. More.\n- A ***window*** again.")
    text = glossary.text(tmp_path)
    assert "**window**: A window is 60 days, e.g. a quarter. ([One](steps/01-one.ipynb#The-first-part))" in text
    assert "**Batch**: some windows at once. ([Words](lessons/01-words.ipynb))" in text
    assert "again" not in text and "So far" not in text and "More" not in text
    assert text.index("**Batch**") < text.index("**window**")
