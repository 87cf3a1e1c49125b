"""Compares what a notebook was saved with to what a fresh run says: every digit, since the arithmetic is the same everywhere.

Cells tagged `timing` and `device` are left out: seconds, memory and the machine's names differ from machine to machine.
Pictures are not compared: the plot they show is compared as JSON.
"""

import base64
import json
import re
import sys
from array import array

PLOTLY = "application/vnd.plotly.v1+json"
MASKED_TAGS = {"timing", "device"}
NUMBER = re.compile(r"[-+]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?")


def differences(saved, fresh) -> list:
    """One sentence for each cell whose outputs do not agree."""
    found = []
    for number, (before, after) in enumerate(zip(saved.cells, fresh.cells), 1):
        tags = set(before.metadata.get("tags", []))
        if before.cell_type != "code" or tags & MASKED_TAGS:
            continue
        found += [f"cell {number}: {text}" for text in _compare(texts(before), texts(after))]
    return found


def texts(cell) -> list:
    """A cell's outputs as texts: streams joined, each display in its richest comparable form."""
    parts, stream = [], ""
    for output in cell.outputs:
        if output.output_type == "stream":
            stream += output.text
        elif output.output_type == "error":
            parts.append(f"{output.ename}: {output.evalue}")
        else:
            parts.append(_display(output.data))
    return ([stream] if stream else []) + parts


def _display(data) -> str:
    if PLOTLY in data:
        return json.dumps(unpacked(data[PLOTLY]), sort_keys=True)
    for mime in ("text/html", "text/plain"):
        if mime in data:
            return data[mime]
    return f"({', '.join(sorted(data))})"


def unpacked(value):
    """Plotly's JSON with its typed arrays (little-endian numbers as one Base64 text) as lists of numbers."""
    if isinstance(value, list):
        return [unpacked(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "bdata" in value:
        numbers = array({"f4": "f", "f8": "d"}[value["dtype"]], base64.b64decode(value["bdata"]))
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers.tolist()
    return {key: unpacked(item) for key, item in value.items()}


def _compare(before: list, after: list) -> list:
    if len(before) != len(after):
        return [f"{len(before)} outputs were saved, {len(after)} came"]
    return [_difference(old, new) for old, new in zip(before, after) if old != new]


def _difference(old: str, new: str) -> str:
    if NUMBER.sub("#", old) != NUMBER.sub("#", new):
        return f"saved {_shown(old)}, came {_shown(new)}"
    pairs = list(zip(NUMBER.findall(old), NUMBER.findall(new)))
    off = [f"{a} saved, {b} came" for a, b in pairs if a != b]
    return f"{len(off)} of {len(pairs)} numbers differ, the first: {off[0]}, in {_shown(old)}"


def _shown(text: str) -> str:
    return repr(text if len(text) <= 300 else text[:300] + "…")
