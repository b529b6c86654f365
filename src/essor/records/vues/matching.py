"""Which rows a view keeps. Pure: the facts are read already."""

import uuid
from collections.abc import Callable, Iterable, Mapping

from essor.foundations.text import fold
from essor.records.accounts.roles import Capability
from essor.records.plans.choices import ParticipantRole
from essor.records.suivi.rules import Dimension
from essor.records.vues.description import MOI, NON_PUBLIE, SANS, Filters
from essor.records.vues.rows import Fact, ListRow

Test = Callable[[ListRow], bool]
PILOTS = (ParticipantRole.PERSONNE_PILOTE, ParticipantRole.STRUCTURE_PILOTE)
COLORED = (Dimension.TEMPS, Dimension.BUDGET)

# Facts that each condition rests on, and what the reader must be allowed to see to set it.
CONDITIONS: Mapping[str, tuple[frozenset[Fact], Capability | None, str]] = {
    "texte": (frozenset(), None, "texte"),
    "axes": (frozenset(), None, "axe"),
    "statuts": (frozenset(), None, "statut"),
    "priorites": (frozenset(), None, "priorité"),
    "pilotes": (frozenset({Fact.PEOPLE}), None, "pilote"),
    "epci": (frozenset({Fact.EPCI}), None, "intercommunalité"),
    "communes": (frozenset({Fact.COMMUNES}), None, "commune"),
    "is_grand_projet": (frozenset(), None, "grand projet"),
    "is_late": (frozenset(), None, "en retard"),
    "due_from": (frozenset(), None, "échéance"),
    "due_to": (frozenset(), None, "échéance"),
    "confidentialites": (frozenset(), Capability.VIEW_INTERNAL, "confidentialité"),
    "sante": (frozenset({Fact.CALENDAR, Fact.HEALTH}), Capability.VIEW_INTERNAL, "santé"),
    "is_blocked": (frozenset({Fact.POINTS}), Capability.VIEW_INTERNAL, "bloquée"),
    "silence_days": (frozenset({Fact.TRACE}), Capability.VIEW_HISTORY, "sans nouvelle"),
    "changed_since": (frozenset({Fact.TRACE}), Capability.VIEW_HISTORY, "modifiée depuis"),
}


def set_conditions(filters: Filters) -> list[str]:
    """Return the names of the conditions that are set."""
    empty = Filters()
    return [name for name in CONDITIONS if getattr(filters, name) != getattr(empty, name)]


def facts_for(filters: Filters) -> set[Fact]:
    """Return the facts to read before these conditions can be judged."""
    return {fact for name in set_conditions(filters) for fact in CONDITIONS[name][0]}


def matching(
    rows: Iterable[ListRow], filters: Filters, parents: Mapping[uuid.UUID, uuid.UUID | None]
) -> list[ListRow]:
    """Return the rows that meet every condition, in the order given.

    parents : heading -> heading above it, to find what lies under a heading
    """
    tests = [_TESTS[name](filters, parents) for name in set_conditions(filters)]
    return [row for row in rows if all(test(row) for test in tests)]


def _texte(filters: Filters, _: object) -> Test:
    words = fold(filters.texte).split()

    def test(row: ListRow) -> bool:
        action = row.action
        hay = fold(f"{action.code} {action.titre} {action.descriptif} {action.objectifs}")
        return all(word in hay for word in words)

    return test


def _axes(filters: Filters, parents: Mapping[uuid.UUID, uuid.UUID | None]) -> Test:
    asked = {uuid.UUID(one) for one in filters.axes if one != SANS}
    branch = {axe for axe in parents if _is_under(axe, asked, parents)}
    with_none = SANS in filters.axes

    def test(row: ListRow) -> bool:
        axe_id = row.action.axe_id
        return with_none if axe_id is None else axe_id in branch

    return test


def _is_under(
    axe: uuid.UUID | None, asked: set[uuid.UUID], parents: Mapping[uuid.UUID, uuid.UUID | None]
) -> bool:
    while axe is not None:
        if axe in asked:
            return True
        axe = parents.get(axe)
    return False


def _one_of(attribute: str, values: str) -> Callable[[Filters, object], Test]:
    def build(filters: Filters, _: object) -> Test:
        asked = set(getattr(filters, values))
        return lambda row: (getattr(row.action, attribute) or NON_PUBLIE) in asked

    return build


def _pilotes(filters: Filters, _: object) -> Test:
    asked = {fold(name) for name in filters.pilotes if name not in (MOI, SANS)}

    def test(row: ListRow) -> bool:
        names = row.names(*PILOTS)
        if SANS in filters.pilotes and not names:
            return True
        if MOI in filters.pilotes and row.is_mine:
            return True
        return any(fold(name) in asked for name in names)

    return test


def _epci(filters: Filters, _: object) -> Test:
    asked = set(filters.epci)

    def test(row: ListRow) -> bool:
        return (SANS in asked and not row.epci) or any(one.siren in asked for one in row.epci)

    return test


def _communes(filters: Filters, _: object) -> Test:
    asked = set(filters.communes)

    def test(row: ListRow) -> bool:
        if not row.communes and not row.has_point:
            return SANS in asked
        return any(one.code_commune_insee in asked for one in row.communes)

    return test


def _sante(filters: Filters, _: object) -> Test:
    asked = set(filters.sante)

    def test(row: ListRow) -> bool:
        colors = [row.color(dimension) for dimension in COLORED]
        return any(color is not None and color.value in asked for color in colors)

    return test


def _silence(filters: Filters, _: object) -> Test:
    least = filters.silence_days or 0

    def test(row: ListRow) -> bool:
        days = row.silent_days
        return not row.is_closed and (days is None or days >= least)

    return test


def _due(filters: Filters, _: object) -> Test:
    first, last = filters.due_from, filters.due_to

    def test(row: ListRow) -> bool:
        day = row.action.fin_on
        return day is not None and (first is None or day >= first) and (last is None or day <= last)

    return test


def _changed(filters: Filters, _: object) -> Test:
    since = filters.changed_since

    def test(row: ListRow) -> bool:
        return row.last_on is not None and since is not None and row.last_on >= since

    return test


_TESTS: Mapping[str, Callable[..., Test]] = {
    "texte": _texte,
    "axes": _axes,
    "statuts": _one_of("statut", "statuts"),
    "priorites": _one_of("priorite", "priorites"),
    "confidentialites": _one_of("confidentialite", "confidentialites"),
    "pilotes": _pilotes,
    "epci": _epci,
    "communes": _communes,
    "sante": _sante,
    "is_grand_projet": lambda filters, _: (
        lambda row: row.action.is_grand_projet is filters.is_grand_projet
    ),
    "is_late": lambda *_: lambda row: row.days_late > 0,
    "is_blocked": lambda *_: lambda row: bool(row.points),
    "silence_days": _silence,
    "due_from": _due,
    "due_to": _due,
    "changed_since": _changed,
}
