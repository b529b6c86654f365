"""What the page of the search was asked, read from its address; nonsense asks for nothing."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest

from essor.records.recherche.kinds import BY_SLUG
from essor.records.recherche.queries import PAGE_SIZE
from essor.records.recherche.ranking import Scope
from essor.records.territoires.models import Territoire

LONGEST_QUESTION = 200
LAST_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAsked:
    """The question, one kind or all, one territory or all, the page of one kind."""

    text: str = ""
    slug: str = ""
    territoire: Territoire | None = None
    page: int = 1

    @property
    def scope(self) -> Scope:
        """Return where to look and which lines are wanted."""
        return Scope(
            kind=BY_SLUG[self.slug].kind if self.slug else "",
            territoire_id=None if self.territoire is None else self.territoire.pk,
            start=(self.page - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
        )

    def address(self, **changes: object) -> str:
        """Return the address of the same question, changed: another kind, another page."""
        other = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        pairs = {
            "q": other.text,
            "type": other.slug,
            "territoire": other.territoire.code if other.territoire else "",
            "page": str(other.page) if other.page > 1 else "",
        }
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


def read_asked(request: HttpRequest) -> SearchAsked:
    """Read the question."""
    slug = request.GET.get("type", "")
    page = request.GET.get("page", "")
    is_page = page.isascii() and page.isdigit() and len(page) < 5
    return SearchAsked(
        text=_typed(request.GET.get("q", "")),
        slug=slug if slug in BY_SLUG else "",
        territoire=_territoire(request.GET.get("territoire", "")),
        page=min(max(int(page), 1), LAST_PAGE) if is_page else 1,
    )


def _typed(text: str) -> str:
    """Return what was typed without control characters; a last space says a word is whole."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return shown.lstrip()[:LONGEST_QUESTION]


def _territoire(code: str) -> Territoire | None:
    if not code or not code.isprintable():
        return None
    return Territoire.objects.filter(code=code[:20]).order_by("-phase").first()
