"""Text that a spreadsheet cannot take for a formula, and back, without losing a character.

A cell that begins with = + - @ or a control character is run as a formula when a CSV file is
opened, or when a text cell is edited. An apostrophe in front disarms it. To stay reversible, a
text that already begins with apostrophes before such a character gets one more.
Source: OWASP, « CSV Injection ».
"""

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_DISARMED = re.compile(r"''*[=+\-@\t\r\n＝＋－＠]")
# Not allowed in XML 1.0, hence in no .xlsx or .ods.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def neutralise(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def restore(text: str) -> str:
    """Undo `neutralise`; any other text is left as it is."""
    return text[1:] if _DISARMED.match(text) else text


def printable(text: str) -> str:
    """Drop the characters that no spreadsheet format can hold."""
    return _FORBIDDEN.sub("", text)
