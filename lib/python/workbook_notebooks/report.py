"""What a run prints: a line for each notebook, the tables that the notebooks wrote, and what went wrong."""

import csv
import re
import shutil
import sys
import threading
from decimal import Decimal
from pathlib import Path
from typing import Dict, List

from workbook_launcher.numbers import p_value

from .execute import Result

TABLES = {"predictions": "11", "scoreboard": "10"}
LINES_SHOWN = 8


class Progress:
    """A line for each notebook that is done, in the notebooks' order; on a terminal, below them, what is running."""

    def __init__(self, notebooks: List[Path]):
        self.notebooks = notebooks
        self.width = max(len(path.stem) for path in notebooks)
        self.live = sys.stdout.isatty()
        self.lock = threading.Lock()
        self.running: Dict[Path, str] = {}
        self.done: Dict[Path, Result] = {}
        self.printed = 0

    def update(self, path: Path, done: int, cells: int) -> None:
        """Says how far a notebook is."""
        with self.lock:
            self.running[path] = f"{path.stem} {done}/{cells}"
            self._show()

    def finish(self, result: Result) -> None:
        """Says how a notebook ended."""
        with self.lock:
            self.running.pop(result.path, None)
            self.done[result.path] = result
            self._show()

    def _show(self) -> None:
        lines = []
        while self.printed < len(self.notebooks) and self.notebooks[self.printed] in self.done:
            lines.append(self._line(self.done[self.notebooks[self.printed]]))
            self.printed += 1
        if self.live:
            columns = shutil.get_terminal_size().columns - 1
            state = f"{len(self.done)} of {len(self.notebooks)} done  " + "  ".join(self.running.values())
            clear = "\r" + " " * columns + "\r"
            print(clear + "".join(f"{line}\n" for line in lines) + (state[:columns] if self.running else ""), end="", flush=True)
        elif lines:
            print("\n".join(lines), flush=True)

    def _line(self, result: Result) -> str:
        stopped = "" if result.failure is None else "  STOPPED"
        return f"{result.path.stem.ljust(self.width)}  {result.done}/{result.cells} cells  {result.seconds:5.1f} s{stopped}"


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
        rows = [row for row in csv.reader(file) if row]
    forms = [p_value if name == "p" else rounded for name in next(iter(rows), [])]
    return rows[:1] + [[form(text) for form, text in zip(forms, row)] for row in rows[1:]]


def rounded(text: str) -> str:
    """A number with more than three decimals cut to three, one below 0.01 to four digits; any other text as it is."""
    if not re.fullmatch(r"-?\d+\.(\d{4,}|\d+E-?\d+)", text):
        return text
    small = 0 < abs(float(text)) < 0.01
    return format(Decimal(f"{float(text):.4g}"), "f") if small else f"{float(text):.3f}"


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
