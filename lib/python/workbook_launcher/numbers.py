"""Numbers as a person reads them."""

SMALLEST_P = 0.0001


def p_value(text: str) -> str:
    """A p-value to four decimals, one below the last of them as such: no p is 0. What is missing stays empty."""
    if not text:
        return ""
    return f"< {SMALLEST_P}" if float(text) < SMALLEST_P else f"{float(text):.4f}"
