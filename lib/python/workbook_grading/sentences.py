"""The Java kernel's errors as a sentence for a teacher."""

import re
from typing import List

from nbconvert.filters import strip_ansi

UNRESOLVED = re.compile(r"UnresolvedReferenceException.*?Snippet:(\w+)", re.DOTALL)
OUT_OF_MEMORY = "java.lang.OutOfMemoryError"


def of(kind: str, value: str, traceback: List[str]) -> str:
    """The sentence for an error, given its name, its value and its traceback as the kernel sent them."""
    if kind == "CompilationException":
        return f"Does not compile: {_compilers_words(traceback)}"
    if kind == "IncompleteSourceException":
        return "Does not compile: it ends too early; a bracket, a quotation mark or the end of a comment is missing."
    unresolved = UNRESOLVED.search(value)
    if unresolved:
        return f"Does not compile: {unresolved.group(1)} uses a name that is not defined."
    thrown, _, message = value.partition(", ")
    name = thrown.rpartition(".")[2]
    if name == "CheckFailed":
        return message
    if name == "StackOverflowError":
        return "Calls itself without an end (StackOverflowError)."
    if name == "UnsupportedOperationException" and message.startswith("Fill this blank"):
        return "Left empty: the line that throws is still there."
    return f"Stopped with {name}: {message}" if message and message != "null" else f"Stopped with {name}."


def _compilers_words(traceback: List[str]) -> str:
    """The first complaint of the compiler: its words come after the lines of source, which begin with a bar."""
    lines = [line for part in traceback for line in strip_ansi(part).splitlines()]
    first = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("|")), None)
    if first is None:
        return "the compiler did not say why."
    source = next((line.lstrip("| ").strip() for line in reversed(lines[:first]) if line.startswith("|")), "")
    symbol = next((re.sub(r"symbol:\s*", "", line.strip()) for line in lines[first + 1: first + 2] if "symbol:" in line), "")
    return f"{lines[first].strip()}{': ' + symbol if symbol else ''}{f' (in `{source}`)' if source else ''}"
