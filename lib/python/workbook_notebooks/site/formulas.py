"""TeX to MathML, which browsers draw by themselves."""

from html import escape

from latex2mathml import exceptions
from latex2mathml.converter import convert

UNREADABLE = tuple(kind for kind in vars(exceptions).values() if isinstance(kind, type) and issubclass(kind, Exception))


def mathml(tex: str, display: str) -> str:
    """The formula as MathML ("block" or "inline"); what the converter cannot read stays TeX, as code."""
    try:
        return convert(tex.strip(), display=display)
    except UNREADABLE:
        return f"<code>{escape(tex)}</code>"
