"""Pages of a list: the client follows « suivant », and misses nothing that stood still.

A cursor holds the place of the last row sent, signed: it is ours, or it is refused.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from essor.api.problem import Refusal
from essor.foundations.errors import Fault, Place

DEFAULT_SIZE, LARGEST_SIZE = 50, 500
RowT = TypeVar("RowT")
ModelT = TypeVar("ModelT", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut(Generic[RowT]):
    """One page; ``suivant`` is the address of the next one, None at the end."""

    rows: list[RowT]
    suivant: str | None

    @property
    def headers(self) -> dict[str, str]:
        """Same address, as RFC 8288 writes it."""
        return {"Link": f'<{self.suivant}>; rel="next"'} if self.suivant else {}


def cut_queryset(
    request: HttpRequest,
    found: "QuerySet[ModelT]",
    *,
    keys: Sequence[str],
    limite: int,
    curseur: str | None,
) -> "Cut[ModelT]":
    """Return a page of rows ordered by these keys, the last one unique. One query.

    keys : names of columns that are never null, « - » before one that descends
    """
    if curseur:
        found = found.filter(_beyond(keys, _read(request, curseur, len(keys))))
    rows = list(found.order_by(*keys)[: limite + 1])
    return _cut(request, rows, limite, lambda row: [getattr(row, key.lstrip("-")) for key in keys])


def cut_rows(
    request: HttpRequest,
    rows: Iterable[RowT],
    *,
    key: Callable[[RowT], Sequence[Any]],
    limite: int,
    curseur: str | None,
) -> Cut[RowT]:
    """Return a page of rows that are not in the database as such, such as those of a past day."""
    ordered = sorted(rows, key=lambda row: _plain(key(row)))
    if curseur and ordered:
        last = _read(request, curseur, len(key(ordered[0])))
        ordered = [row for row in ordered if _plain(key(row)) > last]
    return _cut(request, ordered[: limite + 1], limite, key)


def _cut(
    request: HttpRequest, rows: list[RowT], limite: int, key: Callable[[RowT], Sequence[Any]]
) -> Cut[RowT]:
    if len(rows) <= limite:
        return Cut(rows=rows, suivant=None)
    kept = rows[:limite]
    query = request.GET.dict() | {"curseur": _sign(request, _plain(key(kept[-1])))}
    return Cut(rows=kept, suivant=f"{request.path}?{urlencode(query)}")


def _beyond(keys: Sequence[str], last: Sequence[Any]) -> Q:
    """Return the filter of the rows after a place, key by key."""
    found, same = Q(), Q()
    for key, value in zip(keys, last, strict=True):
        name = key.lstrip("-")
        after = Q(**{f"{name}__{'lt' if key.startswith('-') else 'gt'}": value})
        found |= same & after
        same &= Q(**{name: value})
    return found


def _plain(values: Sequence[Any]) -> list[Any]:
    return [value if isinstance(value, int | str) else str(value) for value in values]


def _sign(request: HttpRequest, values: list[Any]) -> str:
    return _signer(request).sign_object(values)


def _read(request: HttpRequest, curseur: str, length: int) -> list[Any]:
    try:
        values = _signer(request).unsign_object(curseur)
    except (BadSignature, ValueError):
        values = None
    if not isinstance(values, list) or len(values) != length:
        raise Refusal(
            422,
            faults=[
                Fault(
                    message="Ce curseur n'est pas de cette liste",
                    place=Place(field="curseur"),
                    expected="l'adresse « suivant » d'une page, telle quelle",
                    code="curseur",
                )
            ],
        )
    return values


def _signer(request: HttpRequest) -> Signer:
    return Signer(salt=f"essor.api.curseur:{request.path}", sep=".")
