"""Numbers as a person reads them."""

from typing import List, Sequence

SMALLEST_P = 0.0001


def p_value(text: str) -> str:
    """A p-value to four decimals, one below the last of them as such: no p is 0. What is missing stays empty."""
    if not text:
        return ""
    return f"< {SMALLEST_P}" if float(text) < SMALLEST_P else f"{float(text):.4f}"


def aligned(rows: Sequence[Sequence[str]]) -> List[str]:
    """A table's rows as lines of text: its first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    return ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]
