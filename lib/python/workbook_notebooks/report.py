"""What a run prints: a line for each notebook, the tables that the notebooks wrote, and what went wrong."""

import csv
import sys
from pathlib import Path
from typing import List

from .execute import Result

TABLES = {"predictions": "11", "scoreboard": "10"}
LINES_SHOWN = 8


class ProgressLine:
    """One notebook's line: rewritten in place on a terminal, printed once where output is piped."""

    def __init__(self, name: str, width: int):
        self.name = name.ljust(width)
        self.live = sys.stdout.isatty()

    def update(self, done: int, cells: int, seconds: float) -> None:
        if self.live:
            print(f"\r{self.name}  {done}/{cells} cells  {seconds:5.1f} s", end="", flush=True)

    def finish(self, result: Result) -> None:
        ok = "" if result.failure is None else "  STOPPED"
        start = "\r" if self.live else ""
        print(f"{start}{self.name}  {result.done}/{result.cells} cells  {result.seconds:5.1f} s{ok}", flush=True)


def tables(results_folder: Path) -> str:
    """The predictions and the scoreboard as aligned text, and where a table was not made, from where it comes."""
    parts = []
    for name, notebook in TABLES.items():
        path = results_folder / f"{name}.csv"
        title = name.capitalize()
        if path.is_file():
            parts.append(f"{title}\n{aligned(read_rows(path))}")
        else:
            parts.append(f"{title}: not made in this run (notebook {notebook} makes it)")
    return "\n\n".join(parts)


def read_rows(path: Path) -> List[List[str]]:
    """The rows of a CSV file for a person to read: its header first, no empty lines, no digit that says nothing."""
    with open(path, newline="", encoding="utf-8") as file:
        return [[rounded(text) for text in row] for row in csv.reader(file) if row]


def rounded(text: str) -> str:
    """A number with more than three decimals cut to three; any other text as it is."""
    decimals = text.rpartition(".")[2]
    return f"{float(text):.3f}" if len(decimals) > 3 and decimals.isdigit() and is_number(text) else text


def aligned(rows: List[List[str]]) -> str:
    """Rows in columns: numbers to the right, words to the left."""
    widths = [max(len(row[n]) for row in rows if n < len(row)) for n in range(max(map(len, rows), default=0))]
    lines = []
    for row in rows:
        cells = [text.rjust(width) if is_number(text) else text.ljust(width) for text, width in zip(row, widths)]
        lines.append("  " + "  ".join(cells).rstrip())
    return "\n".join(lines)


def failure(result: Result, written_to: Path) -> str:
    """Where a notebook stopped: its name, the cell, the source and the error's words."""
    lines = result.failure.source.strip().splitlines()
    shown = [*lines[:LINES_SHOWN], *(["…"] if len(lines) > LINES_SHOWN else [])]
    source = "\n".join("    " + line for line in shown)
    return f"{result.path.name}, cell {result.failure.cell}: {result.failure.message}\n{source}\n  (as far as it got: {written_to})"


def is_number(text: str) -> bool:
    """Whether a table's text is a number, perhaps with a currency or per-cent sign."""
    try:
        float(text.replace(",", "").strip("$%"))
    except ValueError:
        return False
    return True
