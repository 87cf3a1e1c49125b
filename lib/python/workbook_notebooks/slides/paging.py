"""Which blocks of a notebook stand on one slide: one idea each, and never more than a page holds."""

from typing import List

import nbformat

from . import blocks
from .blocks import Block

ROOM = 560  # pixels below the heading
NEXT = " …"


def paged(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook cut into slides, said by nbconvert's slideshow metadata. A new heading begins a slide.

    A text stays with the code that it introduces; what does not fit goes on under the same heading.
    """
    cells = []
    for title, members in _slides(blocks.of(notebook.cells)):
        first = nbformat.v4.new_markdown_cell(title, metadata={"slideshow": {"slide_type": "slide"}})
        cells += [first, *(block.cell for block in members)]
    return nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)


def _slides(found: List[Block]) -> List[tuple]:
    """(title, blocks) of each slide that has any."""
    slides: List[tuple] = [("", [])]
    title = ""
    for number, block in enumerate(found):
        if block.heading is not None:
            title = block.cell.source
            slides.append((title, []))
            continue
        members = slides[-1][1]
        if members and _height(members) + _needed(found[number:]) > ROOM:
            members = []
            slides.append((title + NEXT, members))
        members.append(block)
    return [slide for slide in slides if slide[1]]


def _needed(coming: List[Block]) -> int:
    """The room for the first block and for what it introduces, as far as all that fits on a slide."""
    together = 0
    for block, following in zip(coming, [*coming[1:], None]):
        if together and together + block.height > ROOM:
            break
        together += block.height
        if following is None or not block.introduces(following):
            break
    return together


def _height(members: List[Block]) -> int:
    return sum(member.height for member in members)
