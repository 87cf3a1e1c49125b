"""One notebook to one HTML file of slides: nbconvert prints its cells, deck.js cuts them into slides in the browser."""

import base64
import re
from functools import lru_cache
from pathlib import Path

import nbformat
from pygments.formatters import HtmlFormatter

from ..site.exporter import PICTURES, MathExporter

HERE = Path(__file__).parent
LOCAL_LINK = re.compile(r'<a href="(?![a-z]+:)[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
PLUMBING = re.compile(r"\s*(import\s.*|Notebook\.start\(.*)?")


def html(title: str, notebook: nbformat.NotebookNode) -> str:
    """The slides as one page that holds all it shows; links to other notebooks, which may not be there, are plain text."""
    cells = [cell for cell in notebook.cells if shown(cell)]
    slides = nbformat.v4.new_notebook(cells=cells)
    for cell in cells:
        for output in cell.get("outputs", []):
            _hold_picture(output)
    page, _ = _exporter().from_notebook_node(slides, {"deck": {"title": title, "styles": _styles(), "scripts": _scripts()}})
    return LOCAL_LINK.sub(r"\1", page)


def shown(cell: nbformat.NotebookNode) -> bool:
    """Whether a cell is for slides: not one that only prepares the notebook, nor one whose metadata says to skip it."""
    if cell.metadata.get("slideshow", {}).get("slide_type") in ("skip", "notes"):
        return False
    return cell.cell_type == "markdown" or not all(PLUMBING.fullmatch(line) for line in cell.source.splitlines())


@lru_cache
def _exporter() -> MathExporter:
    return MathExporter(
        extra_template_basedirs=[str(HERE), str(HERE.parent / "site")], template_name="deck", template_file="deck.html.j2",
        # A projector shows pictures; the playground's frame is the one output that is both small and alive.
        config={"NbConvertBase": {"display_data_priority": [
            "text/html", "image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/plain"]}},
    )


def _hold_picture(output) -> None:
    """Gives an output its picture as the template wants it: an address, here one that holds the picture itself."""
    data = output.get("data", {})
    kind = next((mime for mime in PICTURES if mime in data), None)
    if kind:
        content = base64.b64encode(data[kind].encode("utf-8")).decode() if kind == "image/svg+xml" else "".join(data[kind].split())
        output.metadata["picture"] = f"data:{kind};base64,{content}"


def _styles() -> str:
    code = HtmlFormatter(style="default").get_style_defs(".highlight")
    return "\n".join([_text("reveal/reveal.css"), code, _text("deck/deck.css")])


def _scripts() -> str:
    return "\n".join([_text("reveal/reveal.js"), _text("deck/deck.js")])


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
