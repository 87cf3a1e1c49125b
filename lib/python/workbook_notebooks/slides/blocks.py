"""A notebook's cells as blocks for slides, and how high each will be on a page of 1280 × 720 pixels."""

import math
import re
from copy import deepcopy
from dataclasses import dataclass
from typing import List, Optional

import nbformat

PROSE_WIDTH, CODE_WIDTH = 88, 92  # characters a line
PROSE_LINE, CODE_LINE, TABLE_ROW, FORMULA_LINE = 35, 26, 38, 62  # pixels
PICTURE, FRAME = 330, 560
GAP = 16
PLUMBING = re.compile(r"\s*(import\s.*|Notebook\.start\(.*)?")


@dataclass(frozen=True)
class Block:
    """A cell that stays whole: a heading, a paragraph, or code with its outputs; its height in pixels."""

    cell: nbformat.NotebookNode
    height: int
    heading: Optional[str] = None

    def introduces(self, following: "Block") -> bool:
        """Whether this is a text that says little without what follows: code, a formula, a table, or all after a colon."""
        if self.cell.cell_type == "code" or following.heading is not None:
            return False
        return following.cell.cell_type == "code" or following.cell.source.startswith(("$$", "|")) or self.cell.source.endswith(":")


def of(cells) -> List[Block]:
    """The blocks of cells; without the cell that only prepares the notebook, and what its metadata says to skip."""
    found: List[Block] = []
    for cell in cells:
        if cell.metadata.get("slideshow", {}).get("slide_type") in ("skip", "notes"):
            continue
        if cell.cell_type == "markdown":
            found += [_prose(text) for text in _paragraphs(cell.source)]
        elif cell.cell_type == "code" and not all(PLUMBING.fullmatch(line) for line in cell.source.splitlines()):
            found += _code(cell)
    return found


def _code(cell) -> List[Block]:
    """Code with its outputs; a page in a frame (the playground) needs a slide to itself."""
    outputs = sum(_output_height(output) for output in cell.outputs)
    if outputs < FRAME:
        return [Block(cell, _code_height(cell) + outputs)]
    code, frame = deepcopy(cell), deepcopy(cell)
    code.outputs = []
    frame.metadata["transient"] = {"remove_source": True}
    frame.id += "-frame"
    return [Block(code, _code_height(cell)), Block(frame, outputs)]


def _paragraphs(markdown: str) -> List[str]:
    """Markdown cut at its empty lines, but not inside code, and after each heading."""
    parts: List[str] = []
    inside_code = False
    for paragraph in re.split(r"\n\s*\n", re.sub(r"^(#+ .*)$", r"\n\1\n", markdown, flags=re.MULTILINE)):
        if inside_code:
            parts[-1] += f"\n\n{paragraph}"
        elif paragraph.strip():
            parts.append(paragraph.strip("\n"))
        inside_code ^= paragraph.count("```") % 2 == 1
    return parts


def _prose(text: str) -> Block:
    heading = re.match(r"##? (.*)", text)
    return Block(nbformat.v4.new_markdown_cell(text), _prose_height(text), heading.group(1) if heading else None)


def _prose_height(text: str) -> int:
    lines = text.splitlines()
    if text.startswith("|"):
        return TABLE_ROW * sum(max(1, math.ceil(len(line) / 110)) for line in lines) + GAP
    if text.startswith("```"):
        return CODE_LINE * len(lines) + GAP
    if "$$" in text:
        return FORMULA_LINE * max(1, sum(line.count("\\\\") + 1 for line in lines if line.strip() not in ("", "$$"))) + GAP
    if re.match(r"\s*([-*]|\d+\.) ", text):
        return PROSE_LINE * sum(_wrapped(line, PROSE_WIDTH) for line in lines) + 6 * len(lines) + GAP
    return PROSE_LINE * _wrapped(text, PROSE_WIDTH) + GAP


def _code_height(cell) -> int:
    return CODE_LINE * sum(_wrapped(line, CODE_WIDTH) for line in cell.source.splitlines()) + 2 * GAP


def _output_height(output) -> int:
    data = output.get("data", {})
    html = "".join(data.get("text/html", ""))
    if "<iframe" in html:
        return FRAME
    if any(kind.startswith("image/") for kind in data):
        return PICTURE
    if html:
        return TABLE_ROW * html.count("<tr") + GAP
    text = "".join(output.get("text", data.get("text/plain", "")))
    return CODE_LINE * sum(_wrapped(line, CODE_WIDTH) for line in text.splitlines())


def _wrapped(text: str, width: int) -> int:
    return max(1, math.ceil(len(text) / width))
