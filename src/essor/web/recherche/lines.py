"""The lines of the results, ready for the page."""

from dataclasses import dataclass

from essor.records.recherche.queries import Found, Group, Hit
from essor.records.recherche.snippets import Piece, Snippet
from essor.web.recherche.addresses import address_of, context_of
from essor.web.recherche.asked import SearchAsked


@dataclass(frozen=True, slots=True)
class Chip:
    """A kind to look at alone, with how many were found."""

    label: str
    count: int | None
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One result: where it leads, what it says, what it belongs to."""

    href: str
    title: tuple[Piece, ...]
    snippet: Snippet | None
    context: str
    territoire: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The results of one kind; ``more`` leads to all of them."""

    slug: str
    plural: str
    total: int
    lines: tuple[Line, ...]
    more: str

    @property
    def rest(self) -> int:
        """Number of results that are not shown."""
        return self.total - len(self.lines)


def sections_of(found: Found, asked: SearchAsked) -> list[Section]:
    """Return what was found, kind by kind."""
    return [_section(group, asked) for group in found.groups]


def _section(group: Group, asked: SearchAsked) -> Section:
    slug = group.searchable.slug
    return Section(
        slug=slug,
        plural=group.searchable.plural,
        total=group.total,
        lines=tuple(_line(slug, hit) for hit in group.hits),
        more=asked.address(slug=slug),
    )


def _line(slug: str, hit: Hit) -> Line:
    return Line(
        href=address_of(slug, hit.territoire.code, hit.obj),
        title=hit.title,
        snippet=hit.snippet,
        context=context_of(hit.obj),
        territoire=hit.territoire.nom,
    )
