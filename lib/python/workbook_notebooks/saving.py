"""Executed notebooks as they are committed: nothing in them that changes without the notebook changing."""

import json
import re
from pathlib import Path

import nbformat

KERNELSPEC = {"display_name": "Java", "language": "java", "name": "java"}
MARK = "points:5f0c1d:"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
LANGUAGE = {"file_extension": ".jshell", "mimetype": "text/x-java-source", "name": "java", "pygments_lexer": "java"}


def save(executed: Path, notebook: Path) -> None:
    """Replaces `notebook` by its executed copy, without the machine's versions, with a plot's points on one line."""
    content = nbformat.read(executed, as_version=4)
    content.metadata = nbformat.from_dict({"kernelspec": KERNELSPEC, "language_info": LANGUAGE})
    for cell in content.cells:
        cell.metadata.pop("execution", None)
    text = compact(content) + "\n"
    partial = notebook.with_suffix(".partial")
    partial.write_bytes(text.encode("utf-8"))
    partial.replace(notebook)


def compact(notebook: nbformat.NotebookNode) -> str:
    """The notebook's JSON with each list of numbers or days on one line: a plot without a line for each point."""
    lists = []

    def mark(value):
        if isinstance(value, dict):
            return {name: mark(part) for name, part in value.items()}
        if isinstance(value, list):
            if len(value) > 1 and all(_is_point(part) for part in value):
                lists.append(json.dumps(value, separators=(",", ":")))
                return f"{MARK}{len(lists) - 1}"
            return [mark(part) for part in value]
        return value

    text = json.dumps(mark(json.loads(nbformat.writes(notebook))), indent=1, ensure_ascii=False, sort_keys=True)
    return re.sub(f'"{MARK}(\\d+)"', lambda found: lists[int(found.group(1))], text)


def _is_point(value) -> bool:
    return value is None or isinstance(value, (int, float)) or (isinstance(value, str) and DAY.match(value) is not None)
