"""What the site shows: the notebooks, executed if they were, as they are committed otherwise, and the pages beside them."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import List

import nbformat

SHORT = 60
FOLDERS = ("", "steps", "lessons", "exercises", "solutions")


@dataclass(frozen=True, eq=False)
class Notebook:
    """A notebook's cells, its source file, and its page's place inside the site ("steps/04-scaler.html")."""

    source: Path
    page: str
    content: nbformat.NotebookNode

    @property
    def folder(self) -> str:
        """The sub-folder of notebooks/ it lies in, "" for notebooks/ itself."""
        return self.page.rpartition("/")[0]

    @property
    def group(self) -> str:
        """What it stands under on the index: its folder, "pages" for a page of text."""
        return "pages" if self.source.suffix == ".md" else self.folder

    @property
    def title(self) -> str:
        """Its first heading, or its file's name."""
        found = re.search(r"^#\s+(.+?)\s*$", self._prose(), re.MULTILINE)
        return _plain(found.group(1)) if found else self.source.stem

    @property
    def summary(self) -> str:
        """The first sentence below the first heading, and the next ones while it is short, without their marks."""
        paragraphs = [p.strip() for p in re.split(r"\n\s*\n", self._prose())]
        plain = [p for p in paragraphs if p and not re.match(r"[#>|`<!\-]|\*[\s*]", p)]
        if not plain:
            return ""
        sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z])", _plain(plain[0]))
        enough = next((n for n in range(1, len(sentences)) if len(" ".join(sentences[:n])) >= SHORT), len(sentences))
        return " ".join(sentences[:enough])

    def _prose(self) -> str:
        return "\n\n".join(cell.source for cell in self.content.cells if cell.cell_type == "markdown")


def _plain(markdown: str) -> str:
    """Text without the marks of links, formulas, emphasis and code."""
    unlinked = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown.replace("\n", " "))
    return re.sub(r"[*`]|\b_|_\b", "", re.sub(r"\$(\S(?:[^$]*\S)?)\$", r"\1", unlinked))


def collect(home: Path, executed: Path) -> List[Notebook]:
    """All notebooks of notebooks/, in reading order, with the outputs that `executed` holds for the same cells; then the
    pages of text beside them, each as a notebook of one cell."""
    root = home / "notebooks"
    paths = [p for p in root.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts]
    notebooks = [_read(root, path, executed) for path in sorted(paths, key=lambda p: _reading_order(p.relative_to(root)))]
    return notebooks + [_text(root, path) for path in sorted(root.glob("*.md"))]


def _reading_order(path: Path):
    folder = path.parent.as_posix().strip(".")
    known = FOLDERS.index(folder) if folder in FOLDERS else len(FOLDERS)
    return known, path.as_posix()


def _read(root: Path, source: Path, executed: Path) -> Notebook:
    inside = source.relative_to(root)
    content = nbformat.read(source, as_version=4)
    if (executed / inside).is_file():
        run = nbformat.read(executed / inside, as_version=4)
        if _sources(run) == _sources(content):
            content = run
    if inside.parts[0] == "solutions":  # nbgrader makes the exercise of it, heading and all
        content.cells[0].source = content.cells[0].source.replace("# Exercises:", "# Solutions:", 1)
    return Notebook(source, inside.with_suffix(".html").as_posix(), content)


def _text(root: Path, source: Path) -> Notebook:
    cell = nbformat.v4.new_markdown_cell(source.read_text(encoding="utf-8"), id="text")
    page = source.relative_to(root).with_suffix(".html").as_posix()
    return Notebook(source, page, nbformat.v4.new_notebook(cells=[cell]))


def _sources(notebook: nbformat.NotebookNode) -> List[str]:
    return [cell.source for cell in notebook.cells]
