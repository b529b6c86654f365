"""Text that every format can hold."""

import re

# What XML 1.0 forbids: control characters, lone surrogates, two non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
UNTITLED = "Sans titre"
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Return the text without what a file cannot hold nor a reader see.

    Control characters break XML; marks of direction turn a line around and hide what it says.
    """
    return _DIRECTION.sub("", _FORBIDDEN.sub("", text))


def titled(text: str) -> str:
    """Return a title that can be read aloud: an accessible document has no empty one."""
    return plain(text).strip() or UNTITLED
