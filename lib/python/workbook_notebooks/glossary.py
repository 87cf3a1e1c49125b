"""The glossary: each term with the sentence of the notebook that defines it.

A notebook marks a term that it defines as ***term***, bold and italic, in the sentence that says what it means. Steps come
before lessons, so a term that both mark is taken from the step.

    PYTHONPATH=lib/python python -m workbook_notebooks.glossary FOLDER    writes FOLDER/notebooks/GLOSSARY.md
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List

import nbformat
from workbook_launcher import selection

PLACE = Path("notebooks") / "GLOSSARY.md"
TERM = re.compile(r"\*\*\*(.+?)\*\*\*")
HEADING = re.compile(r"^#+\s+(.+?)\s*$")
# A sentence ends before a capital, a term or a formula.
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z*$`])")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
INTRODUCTION = """# Glossary

Each term in the sentence that defines it, and where that sentence stands. Made from the notebooks by
`./workbook run --save`.
"""


@dataclass(frozen=True)
class Entry:
    """A term, its sentence, and the page and heading where it stands."""

    term: str
    sentence: str
    page: str
    title: str
    heading: str


def marked(home: Path) -> List[Entry]:
    """All that the steps and lessons mark as terms, in reading order."""
    notebooks = home / "notebooks"
    paths = [*selection.steps(notebooks), *selection.lessons(notebooks)]
    return [entry for path in paths for entry in _of_notebook(path, path.relative_to(notebooks).as_posix())]


def entries(home: Path) -> List[Entry]:
    """The terms by alphabet; of one that is defined twice the first."""
    found: Dict[str, Entry] = {}
    for entry in marked(home):
        found.setdefault(entry.term.lower(), entry)
    return [found[term] for term in sorted(found)]


def _of_notebook(path: Path, page: str) -> List[Entry]:
    title = heading = ""
    all_entries = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "markdown":
            continue
        for paragraph in re.split(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )", cell.source):
            named = HEADING.match(paragraph)
            if named:
                heading = named.group(1)
                title = title or heading
                continue
            for sentence in _sentences(paragraph):
                all_entries += [Entry(term, sentence, page, title, heading) for term in TERM.findall(sentence)]
    return all_entries


def _sentences(paragraph: str) -> List[str]:
    """The sentences of a paragraph on one line each, without links and list marks."""
    plain = LINK.sub(r"\1", " ".join(paragraph.split()))
    return SENTENCE.split(re.sub(r"^(?:[-*]|\d+\.) ", "", plain))


def text(home: Path) -> str:
    """The page: a heading for each letter, a paragraph for each term."""
    lines, letter = [INTRODUCTION], ""
    for entry in entries(home):
        if entry.term[0].upper() != letter:
            letter = entry.term[0].upper()
            lines.append(f"## {letter}\n")
        anchor = "" if entry.heading == entry.title else "#" + entry.heading.replace(" ", "-")
        lines.append(f"{_term_first(entry)} ([{entry.title}]({entry.page}{anchor}))\n")
    return "\n".join(lines)


def _term_first(entry: Entry) -> str:
    """The sentence, with its term in bold at the beginning."""
    marked = f"***{entry.term}***"
    if entry.sentence.startswith(marked):
        return entry.sentence.replace(marked, f"**{entry.term}**", 1).replace("***", "")
    return f"**{entry.term}**: {entry.sentence.replace('***', '')}"


def write(home: Path) -> None:
    """Writes the page to its place."""
    (home / PLACE).write_bytes(text(home).encode("utf-8"))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
