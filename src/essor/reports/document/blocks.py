"""The parts of a document, without any format: what is written once and rendered twice."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from essor.reports.document.plain import plain


class Tone(StrEnum):
    """How a paragraph is meant."""

    NORMAL = "normal"
    ANSWER = "answer"
    NOTE = "note"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Heading:
    """A title inside the document, from level 1; it may start a page."""

    text: str
    level: int = 1
    is_on_new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences; line breaks are kept."""

    text: str
    tone: Tone = Tone.NORMAL


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its title.

    widths : relative widths of the columns
    numbers : indices of the columns of numbers, set to the right
    has_total : the last row is a total
    is_small : a long annex, in smaller type
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numbers: tuple[int, ...] = ()
    has_total: bool = False
    is_small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing, what it says in words for who does not see it, its title."""

    svg: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Link:
    """A source: its title and its address, empty when it has none."""

    text: str
    href: str

    @property
    def safe_href(self) -> str:
        """The address if a reader may follow it, empty otherwise."""
        return self.href if self.href.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class Links:
    """A numbered list of sources, from 1."""

    items: tuple[Link, ...]


Block = Heading | Paragraph | Bullets | Table | Figure | Links


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document.

    label : written on top of every page, empty when there is nothing to say
    footer : written at the bottom of every page
    """

    title: str
    subtitle: str
    label: str
    footer: str
    edited_on: dt.date
    blocks: tuple[Block, ...]

    def texts(self) -> list[str]:
        """Every text a reader finds in it, in order: the judge of both renderings."""
        found = [self.title, self.subtitle, self.label, self.footer]
        for block in self.blocks:
            found += _texts(block)
        return [plain(text) for text in found if text]


def _texts(block: Block) -> list[str]:
    match block:
        case Heading() | Paragraph():
            return [block.text]
        case Bullets():
            return list(block.items)
        case Links():
            return [link.text for link in block.items]
        case Table():
            cells = [cell for row in block.rows for cell in row]
            return [block.caption, *block.head, *cells]
        case Figure():
            return [block.caption]
