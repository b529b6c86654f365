"""Text of an OpenDocument cell: paragraphs, runs of spaces, tabs, line breaks.

White space of the file itself is collapsed, as the format asks; only its own marks count.
Source: OASIS, Open Document Format 1.3, part 3, §6.1.2.
"""

import re

_SPACE, _TAB, _BREAK = "\x01", "\x02", "\x03"  # never in XML, so free to mark what was encoded
_MARKS = str.maketrans({_SPACE: " ", _TAB: "\t", _BREAK: "\n"})
_WHITE = re.compile(r"[ \t\r\n]+")


class CellText:
    """Builds the text of one cell from its events."""

    def __init__(self) -> None:
        self._lines: list[list[str]] = []

    def start_paragraph(self) -> None:
        """A new line of the cell."""
        self._lines.append([])

    def add(self, text: str) -> None:
        """Characters as they stand in the file."""
        if self._lines:
            self._lines[-1].append(text)

    def add_spaces(self, count: int) -> None:
        """An encoded run of spaces."""
        self.add(_SPACE * count)

    def add_tab(self) -> None:
        """An encoded tab."""
        self.add(_TAB)

    def add_break(self) -> None:
        """An encoded line break."""
        self.add(_BREAK)

    def text(self) -> str:
        """The whole text, one line per paragraph."""
        lines = (_WHITE.sub(" ", "".join(pieces)).strip(" ") for pieces in self._lines)
        return "\n".join(lines).translate(_MARKS)
