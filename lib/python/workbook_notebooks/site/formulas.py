"""TeX to MathML, which browsers draw by themselves."""

from html import escape

from latex2mathml.converter import convert
from latex2mathml.exceptions import DenominatorNotFoundError, ExtraLeftOrMissingRightError, MissingEndError
from latex2mathml.exceptions import NumeratorNotFoundError

UNREADABLE = (DenominatorNotFoundError, ExtraLeftOrMissingRightError, MissingEndError, NumeratorNotFoundError, IndexError)


def mathml(tex: str, display: str) -> str:
    """The formula as MathML ("block" or "inline"); what the converter cannot read stays TeX, as code."""
    try:
        return convert(tex.strip(), display=display)
    except UNREADABLE:
        return f"<code>{escape(tex)}</code>"
