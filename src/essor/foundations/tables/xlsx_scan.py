"""Look into the XML of an .xlsx before it is parsed: bounds, and cells that hold no value.

The parser allocates the whole rectangle of a sheet at once, and turns errors and formulas without
a result into empty cells; both must be seen beforehand.
"""

import re
from dataclasses import dataclass, field
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from essor.foundations.tables.archive import damaged
from essor.foundations.tables.bounds import SheetBounds
from essor.foundations.tables.cells import CellKind, MergedRange, parse_address
from essor.foundations.tables.xml import local_name, stream

# « [1]Feuil1!A1 » or « '[1]Une feuille'!A1 »: another workbook. « Table[2024] » is not.
_OTHER_WORKBOOK = re.compile(r"\[\d+\][^\[\]!]*!")
_LAST_ROW = 1_048_576


@dataclass(slots=True)
class SheetFacts:
    """What the parser would not tell about a sheet: untrusted cells and merged ranges."""

    special: dict[tuple[int, int], tuple[CellKind, str]] = field(default_factory=dict)
    merged: list[MergedRange] = field(default_factory=list)


class _SharedStringLengths(ContentHandler):
    """Length of each shared text, to count its copies. Phonetic hints (rPh) are not text."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []
        self._is_text = False
        self._hints = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        tag = local_name(name)
        if tag == "si":
            self.lengths.append(0)
        elif tag == "rPh":
            self._hints += 1
        self._is_text = tag == "t" and not self._hints

    def endElement(self, name: str) -> None:
        if local_name(name) == "rPh":
            self._hints -= 1
        self._is_text = False

    def characters(self, content: str) -> None:
        if self._is_text and self.lengths:
            self.lengths[-1] += len(content)


class _SheetScan(ContentHandler):
    """Follows rows and cells, spends the bounds, notes what is special."""

    def __init__(self, bounds: SheetBounds, lengths: list[int]) -> None:
        super().__init__()
        self.facts = SheetFacts()
        self._bounds = bounds
        self._lengths = lengths
        self._row = self._column = 0
        self._type = ""
        self._texts: dict[str, list[str]] = {}
        self._open = ""
        self._shared: dict[str, str] = {}
        self._shared_key = ""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        tag = local_name(name)
        if tag == "row":
            self._start_row(attrs)
        elif tag == "c":
            self._start_cell(attrs)
        elif tag in ("v", "t", "f"):
            self._open = tag
            self._texts.setdefault(tag, [])
            if tag == "f":
                self._shared_key = attrs.get("si", "")
        elif tag == "mergeCell":
            self._merge(attrs.get("ref", ""))

    def _start_row(self, attrs: AttributesImpl) -> None:
        text = attrs.get("r", str(self._row + 1))
        if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= _LAST_ROW):
            raise damaged()
        self._row, self._column = int(text), 0

    def _start_cell(self, attrs: AttributesImpl) -> None:
        reference = attrs.get("r")
        if reference is None:
            self._column += 1
        else:
            place = parse_address(reference)
            if place is None or place[0] > _LAST_ROW:
                raise damaged()
            self._row, self._column = place
        self._type = attrs.get("t", "n")
        self._texts = {}
        self._shared_key = ""

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = parse_address(first), parse_address(last or first)
        if start is None or end is None:
            raise damaged()
        self.facts.merged.append(
            MergedRange(top=start[0], left=start[1], bottom=end[0], right=end[1])
        )
        self._bounds.merge(len(self.facts.merged))

    def characters(self, content: str) -> None:
        if self._open:
            self._texts[self._open].append(content)

    def endElement(self, name: str) -> None:
        tag = local_name(name)
        if tag in ("v", "t", "f"):
            self._open = ""
        elif tag == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        value = "".join(self._texts.get("v") or self._texts.get("t") or ())
        has_formula = "f" in self._texts
        if not value and not has_formula:
            return
        self._bounds.fill(self._row, self._column, characters=self._text_length(value))
        kind = self._special_kind(value, has_formula)
        if kind is not None:
            self.facts.special[self._row, self._column] = (kind, value)

    def _text_length(self, value: str) -> int:
        if self._type != "s":
            return len(value)
        try:
            return self._lengths[int(value)]
        except (ValueError, IndexError) as error:
            raise damaged() from error

    def _special_kind(self, value: str, has_formula: bool) -> CellKind | None:
        if has_formula and _OTHER_WORKBOOK.search(self._formula()):
            return CellKind.EXTERNAL
        if self._type == "e":
            return CellKind.ERROR
        # A text result may well be empty (t="str"); a missing number is a missing result.
        if has_formula and not value and self._type != "str":
            return CellKind.FORMULA_WITHOUT_VALUE
        return None

    def _formula(self) -> str:
        """The formula, taken from the first cell of a shared one."""
        formula = "".join(self._texts["f"])
        if self._shared_key and formula:
            self._shared[self._shared_key] = formula
        return formula or self._shared.get(self._shared_key, "")


def shared_string_lengths(content: bytes) -> list[int]:
    """Length of each shared text of a workbook."""
    handler = _SharedStringLengths()
    stream(content, handler)
    return handler.lengths


def scan_sheet(content: bytes, *, bounds: SheetBounds, lengths: list[int]) -> SheetFacts:
    """Check the bounds of a sheet. Raises `UserFault` at the first one passed, or on bad XML."""
    handler = _SheetScan(bounds, lengths)
    stream(content, handler)
    return handler.facts
