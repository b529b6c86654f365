"""Addresses of views: whole, both ways, with every fault at once."""

import datetime as dt
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.records.plans.choices import Confidentialite, Priorite, Statut
from essor.records.vues.address import parse_description, read_description, to_query
from essor.records.vues.columns import CHOOSABLE, COLUMNS, GROUPABLE
from essor.records.vues.description import (
    NON_PUBLIE,
    SANS,
    Echelle,
    Filters,
    SortKey,
    ViewDescription,
    ViewKind,
)


def some(values: object) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(list(values)), unique=True, max_size=4).map(tuple)  # type: ignore[call-overload]


WORDS = st.text(alphabet="abcéœ'&=%+#, 1", max_size=20).map(lambda text: " ".join(text.split()))
NAMES = st.lists(WORDS.filter(bool), unique=True, max_size=3).map(tuple)
DAYS = st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1))


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    first, last = draw(DAYS), draw(DAYS)
    if first and last and last < first:
        first, last = last, first
    return Filters(
        texte=draw(WORDS),
        axes=draw(
            st.lists(st.uuids().map(str) | st.just(SANS), unique=True, max_size=2).map(tuple)
        ),
        statuts=draw(some([*Statut.values, NON_PUBLIE])),
        priorites=draw(some([*Priorite.values, NON_PUBLIE])),
        pilotes=draw(NAMES),
        confidentialites=draw(some(Confidentialite.values)),
        is_grand_projet=draw(st.none() | st.booleans()),
        is_late=draw(st.booleans()),
        is_blocked=draw(st.booleans()),
        silence_days=draw(st.none() | st.integers(1, 36_525)),
        due_from=first,
        due_to=last,
        changed_since=draw(DAYS),
    )


DESCRIPTIONS = st.builds(
    ViewDescription,
    kind=st.sampled_from(ViewKind),
    columns=some(CHOOSABLE).filter(bool),
    filters=filters(),
    sort=st.lists(
        st.builds(SortKey, column=st.sampled_from(list(COLUMNS)), is_descending=st.booleans()),
        max_size=3,
        unique_by=lambda key: key.column,
    ).map(tuple),
    group=st.sampled_from(["", *GROUPABLE]),
    page=st.integers(1, 100_000),
    echelle=st.sampled_from(Echelle),
    unfolded=some(["A01", "A02", "*"]),
)


@given(DESCRIPTIONS)
def test_an_address_reads_back_the_same(description: ViewDescription) -> None:
    query = parse_qs(to_query(description), keep_blank_values=True)
    assert parse_description(query, kind=description.kind) == description


NAMES_OF_PARAMETERS = [
    *COLUMNS, "col", "tri", "page", "du", "axe", "q", "silence", "groupe", "echelle",
]  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from(NAMES_OF_PARAMETERS), st.lists(st.text(max_size=30), max_size=3)
    )
)
def test_no_address_breaks_the_page(query: dict[str, list[str]]) -> None:
    description, faults = read_description(query, kind=ViewKind.TABLEAU)
    again = read_description(parse_qs(to_query(description)), kind=ViewKind.TABLEAU)
    assert again == (description, ())
    assert all(fault.sentence() for fault in faults)


def test_every_fault_is_said_at_once() -> None:
    query = {
        "col": ["statut,inconnue"], "statut": ["fini"], "page": ["0"], "du": ["31/02/2026"],
        "tri": ["-rien"], "silence": ["dix"], "axe": ["x"], "q": ["a\x00b"],
    }  # fmt: skip
    with pytest.raises(UserFault) as caught:
        parse_description(query, kind=ViewKind.TABLEAU)
    assert {fault.place.field for fault in caught.value.faults} == set(query)


def test_crossed_dates_are_refused() -> None:
    _, faults = read_description(
        {"du": ["2027-01-02"], "au": ["2027-01-01"]}, kind=ViewKind.TABLEAU
    )
    assert [fault.place.field for fault in faults] == ["au"]
