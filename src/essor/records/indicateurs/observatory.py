"""What the observatory knows for the indicators of a plan: which one is which, over what period.

An indicator of the plan names one of the observatory by `observatoire_code`: its id, then « : » and
a breakdown when it has one, as `consommation_espace:activité`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from essor.foundations.absence import Absence
from essor.foundations.periods import Period
from essor.foundations.sourced import Confidence, Source, SourcedValue
from essor.foundations.units import unit_label
from essor.observatory.geography import Niveau
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.lake import Lake
from essor.observatory.provenance import provenance_of
from essor.observatory.reading import Known, Value, known_of, values_in
from essor.observatory.wording import place_text
from essor.records.accounts.permissions import Access, require_same_territoire
from essor.records.indicateurs.automatic import (
    AutomaticOutcome,
    AutomaticValue,
    record_automatic_values,
)
from essor.records.indicateurs.models import Indicateur
from essor.records.plans.queries import plan_of
from essor.records.territoires.models import Territoire

SEPARATOR = ":"
DECIMALS = Decimal("0.000001")
MONTH, YEARS = re.compile(r"(\d{4})-(\d{2})"), re.compile(r"(\d{4})-(\d{4})")
# Names that starting sets gave before the observatory was built -> what it calls them.
FORMER = {
    "climat/emissions_quotas": "emissions_ets",
    "eau/prelevement_industriel": "prelevement_industriel",
    "emploi/emplois_industriels": "emploi_industriel_urssaf",
    "foncier/enaf_activite": "consommation_espace:activité",
    "metiers/recrutements_difficiles": "difficulte_recrutement",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An indicator of the plan that the observatory leaves alone, and why, in French."""

    indicateur: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fed:
    """What became of the plan: values written, indicators left alone."""

    outcome: AutomaticOutcome
    skipped: tuple[Skipped, ...]
    linked: int


def feed_plan(
    *, by: Access, territoire: Territoire, lake: Lake, is_simulation: bool = False
) -> Fed:
    """Give the indicators of a plan what the observatory knows, all or nothing.

    is_simulation : say what would be done, and do nothing
    Raises Forbidden, UserFault.
    """
    require_same_territoire(by, territoire.pk)
    values, skipped, linked = _prepared(territoire, lake)
    with transaction.atomic():
        outcome = record_automatic_values(by=by, territoire=territoire, values=values)
        if is_simulation:
            transaction.set_rollback(True)
    return Fed(outcome=outcome, skipped=skipped, linked=linked)


def linkable(code: str) -> tuple[Indicator, str] | None:
    """Return the indicator and the breakdown that a code names, None when it names nothing."""
    key, _, rubrique = FORMER.get(code, code).partition(SEPARATOR)
    found = next((one for one in list_indicators() if one.id == key), None)
    return None if found is None else (found, rubrique)


def period_of(vintage: str) -> Period | None:
    """Return the period of a vintage: a year, several, a month; None when it is not dated."""
    if vintage.isdigit() and len(vintage) == len("2024"):
        return Period.year(int(vintage))
    if years := YEARS.fullmatch(vintage):
        return Period.years(int(years[1]), int(years[2]))
    if month := MONTH.fullmatch(vintage):
        return Period.month(int(month[1]), int(month[2]))
    return None


def _prepared(
    territoire: Territoire, lake: Lake
) -> tuple[list[AutomaticValue], tuple[Skipped, ...], int]:
    plan = plan_of(territoire)
    if plan is None:
        return [], (), 0
    known = known_of(lake, niveau=Niveau.TERRITOIRE, code=territoire.code)
    values: dict[tuple[str, Period], AutomaticValue] = {}
    skipped: list[Skipped] = []
    refused: set[str] = set()
    rows = Indicateur.objects.filter(plan=plan).exclude(observatoire_code="").order_by("code")
    for row in rows:
        found = linkable(row.observatoire_code)
        told = list(_told(known, found)) if found else []
        if reason := _refusal(row, found, told):
            skipped.append(Skipped(indicateur=str(row), reason=reason))
            refused.add(row.observatoire_code)
            continue
        for one in _values(row, lake, told):
            values[one.code, one.periode] = one  # two indicators may bear the same code
    kept = [one for one in values.values() if one.code not in refused]
    return kept, tuple(skipped), len(rows)


def _told(known: Known, found: tuple[Indicator, str]) -> Iterator[Value]:
    indicator, rubrique = found
    for one in values_in(known, indicator, latest=False):
        if one.rubrique == rubrique and period_of(one.vintage) is not None:
            yield one


def _refusal(row: Indicateur, found: tuple[Indicator, str] | None, told: list[Value]) -> str:
    """Say why an indicator gets nothing, empty when it does."""
    if found is None:
        return f"l'observatoire n'a pas d'indicateur «\u00a0{row.observatoire_code}\u00a0»"
    if row.unit != found[0].unit:
        return (
            f"l'observatoire le donne en {unit_label(found[0].unit)}, "
            f"le plan l'attend en {row.unit_label}"
        )
    if row.is_par_action:
        return "il se mesure action par action"
    if not told:
        return "aucune valeur n'est connue ici"
    if len({one.lieu for one in told}) > 1:
        return "plusieurs zones couvrent le territoire, et leurs valeurs ne s'ajoutent pas"
    return ""


def _values(row: Indicateur, lake: Lake, told: list[Value]) -> Iterator[AutomaticValue]:
    for one in told:
        periode = period_of(one.vintage)
        assert periode is not None  # kept so by _told
        yield AutomaticValue(
            code=row.observatoire_code, periode=periode, sourced=_sourced(lake, one, periode)
        )


def _sourced(lake: Lake, one: Value, periode: Period) -> SourcedValue:
    is_hidden = one.low is None and one.high is None and one.value is None
    is_exact = one.value is not None and one.low == one.high
    return SourcedValue(
        value=_decimal(one.value),
        low=None if is_exact else _decimal(one.low),
        high=None if is_exact else _decimal(one.high),
        absence=Absence.SECRET if is_hidden else None,
        unit=one.indicator.unit,
        observed_on=periode.end,
        source=_source(lake, one),
        confidence=_confidence(one),
        is_self_declared=False,
    )


def _source(lake: Lake, one: Value) -> Source:
    """Name the producer, the data set and the place: a zone is never taken for the territory."""
    first = provenance_of(lake, one.indicator)[0]
    place = place_text(niveau=one.lieu.niveau, nom=one.lieu.nom, part=one.lieu.part)
    assert first.loaded_at is not None  # a value exists only once its sources are loaded
    return Source(
        title=f"{first.source.producer}, {first.source.title}\u00a0: {place}",
        href=first.source.page,
        licence=first.source.licence,
        read_on=first.loaded_at.date(),
    )


def _confidence(one: Value) -> Confidence:
    """A figure of a zone is not one of the territory, even when it covers it whole."""
    if one.lieu.niveau in (Niveau.TERRITOIRE, Niveau.EPCI, Niveau.COMMUNE):
        return Confidence.HAUTE
    return Confidence.MOYENNE


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(repr(number)).quantize(DECIMALS)
