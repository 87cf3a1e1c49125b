"""Compares what a notebook was saved with to what a fresh run says, number by number.

A cell's tag says how exactly its outputs must agree:
- no tag: to 1e-6 relative (processors round differently in the last digits);
- `trained`: to 10 % relative or 0.02 absolute, as training amplifies those last digits; of its plots only what they
  show (names, axes, units) and not the points, whose number depends on when training stopped;
- `timing` and `device`: not at all, as seconds, memory and the machine's names differ from machine to machine.
Pictures are not compared: the plot they show is compared as JSON.
"""

import base64
import json
import math
import re
import sys
from array import array

PLOTLY = "application/vnd.plotly.v1+json"
MASKED_TAGS = {"timing", "device"}
EXACT = {"rel_tol": 1e-6, "abs_tol": 1e-9}
TRAINED = {"rel_tol": 0.10, "abs_tol": 0.02}
NUMBER = re.compile(r"[-+]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?")


def differences(saved, fresh) -> list:
    """One sentence for each cell whose outputs do not agree."""
    found = []
    for number, (before, after) in enumerate(zip(saved.cells, fresh.cells), 1):
        tags = set(before.metadata.get("tags", []))
        if before.cell_type != "code" or tags & MASKED_TAGS:
            continue
        tolerance = TRAINED if "trained" in tags else EXACT
        pairs = texts(before, tags), texts(after, tags)
        found += [f"cell {number}: {text}" for text in _compare(*pairs, tolerance)]
    return found


def texts(cell, tags=frozenset()) -> list:
    """A cell's outputs as texts: streams joined, each display in its richest comparable form."""
    parts, stream = [], ""
    for output in cell.outputs:
        if output.output_type == "stream":
            stream += output.text
        elif output.output_type == "error":
            parts.append(f"{output.ename}: {output.evalue}")
        else:
            parts.append(_display(output.data, without_points="trained" in tags))
    return ([stream] if stream else []) + parts


def _display(data, without_points: bool) -> str:
    if PLOTLY in data:
        plot = unpacked(data[PLOTLY])
        return json.dumps(_without_points(plot) if without_points else plot, sort_keys=True)
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


def _without_points(value):
    """A plot's JSON without its lists of numbers and days, and without the ranges and annotations made of them."""
    if isinstance(value, dict):
        return {key: _without_points(part) for key, part in value.items() if key not in ("range", "annotations", "shapes")}
    if isinstance(value, list):
        return [_without_points(part) for part in value if isinstance(part, (dict, list))]
    return value


def _compare(before: list, after: list, tolerance: dict) -> list:
    if len(before) != len(after):
        return [f"{len(before)} outputs were saved, {len(after)} came"]
    found = []
    for old, new in zip(before, after):
        if NUMBER.sub("#", old) != NUMBER.sub("#", new):
            found.append(f"saved {_shown(old)}, came {_shown(new)}")
            continue
        pairs = [(float(a.replace(",", "")), float(b.replace(",", ""))) for a, b in zip(NUMBER.findall(old), NUMBER.findall(new))]
        off = [f"{a} saved, {b} came" for a, b in pairs if not math.isclose(a, b, **tolerance)]
        if off:
            found.append(f"{len(off)} of {len(pairs)} numbers differ, the first: {off[0]}, in {_shown(old)}")
    return found


def _shown(text: str) -> str:
    return repr(text if len(text) <= 300 else text[:300] + "…")
