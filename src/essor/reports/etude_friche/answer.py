"""Everything a computed study says, gathered once: pages only lay it out.

Amounts are in EUR, present value at the first year of the study, tax excluded.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from essor.records.studies.models import Study, StudyRun
from essor.records.studies.queries import is_stale
from essor.reports.charts.cumulative import CumulativeFlow
from essor.reports.charts.gains import Gains, Share
from essor.reports.charts.tornado import Swing, Tornado
from essor.reports.etude_friche.cautions import SURE, cautions_of
from essor.reports.etude_friche.words import (
    ABOUT,
    GREENFIELDS,
    METRICS,
    label_of,
    number,
    plain,
)

M2_PER_HECTARE = 10_000
SHOWN_DRIVERS = 10
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """An amount with the bounds of nine draws out of ten; point : without any draw."""

    low_eur: float
    middle_eur: float
    high_eur: float
    point_eur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BearerRow:
    """What one group gains (positive) or pays."""

    name: str
    amount: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverRow:
    """One uncertain quantity and what it does to the result.

    share : part of the variance, interactions included; switch : value at which the sign changes
    worth_eur : most that knowing it before deciding is worth
    """

    name: str
    low: str
    high: str
    low_eur: float
    high_eur: float
    share: float
    switch: str
    worth_eur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactRow:
    """One line of the accounts."""

    name: str
    detail: str
    eur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRow:
    """One physical total."""

    name: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GreenfieldRow:
    """The same project on open land."""

    name: str
    eur: float
    advantage_eur: float
    land_ha: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneRow:
    """What was answered about one part of the site."""

    name: str
    surface_ha: float
    activite: str
    programme: str
    porteur: str
    decide_le: str
    given: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """Year in which the running total is no longer negative; None when too few draws reach it."""

    probability: float
    early: int | None
    middle: int | None
    late: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyAnswer:
    """One computed study."""

    study: Study
    run: StudyRun
    npv: Range
    probability: float
    balance: float
    status_quo: float
    first_year: int
    last_year: int
    break_even: BreakEven
    bearers: tuple[BearerRow, ...]
    flow: CumulativeFlow
    drivers: tuple[DriverRow, ...]
    perfect_worth_eur: float
    accounts: tuple[ImpactRow, ...]
    impacts: tuple[ImpactRow, ...]
    metrics: tuple[MetricRow, ...]
    greenfields: tuple[GreenfieldRow, ...]
    zones: tuple[ZoneRow, ...]
    parameters: tuple[Json, ...]
    cautions: tuple[str, ...]
    is_stale: bool

    @property
    def computed_on(self) -> dt.date:
        """Day of the computation."""
        return self.run.created_at.date()

    @property
    def gains(self) -> Gains:
        """Chart of who gains and who pays."""
        return Gains(
            title="Ce que chacun gagne ou paie, valeurs centrales et fourchettes",
            shares=[
                Share(
                    label=row.name,
                    eur=row.amount.middle_eur,
                    low_eur=row.amount.low_eur,
                    high_eur=row.amount.high_eur,
                )
                for row in self.bearers
            ],
        )

    @property
    def tornado(self) -> Tornado:
        """Chart of what moves the result, the ten widest bars."""
        swings = [
            Swing(
                label=row.name,
                low_text=row.low,
                high_text=row.high,
                low_eur=row.low_eur,
                high_eur=row.high_eur,
            )
            for row in self.drivers[:SHOWN_DRIVERS]
        ]
        return Tornado(
            title="Ce qui fait bouger le résultat",
            middle_eur=self.npv.middle_eur,
            swings=swings,
        )

    @property
    def verdict(self) -> str:
        """The answer in one word: gagne, perd or incertain."""
        if self.probability >= SURE:
            return "gagne"
        return "perd" if self.probability <= 1 - SURE else "incertain"

    @property
    def to_reread(self) -> int:
        """Number of parameters that nobody compared with their primary source yet."""
        return sum(1 for row in self.parameters if row["statut"] != "verifie")


def gather(study: Study, run: StudyRun) -> StudyAnswer:
    """Return the facts of a study as one of its computations found them."""
    found, read = run.found, run.parameters_read
    draws = found["incertitude"]
    bearers = tuple(_bearers(found))
    drivers = tuple(_drivers(draws, read))
    first, last = found["annees"]
    return StudyAnswer(
        study=study,
        run=run,
        npv=_range(draws["van_eur"], found["van_socioeconomique_eur"]),
        probability=draws["van_eur"]["probabilite_positive"],
        balance=found["bilan_amenageur_eur"],
        status_quo=found["statu_quo_eur"],
        first_year=first,
        last_year=last,
        break_even=_break_even(draws["equilibre"]),
        bearers=bearers,
        flow=_flow(found),
        drivers=drivers,
        perfect_worth_eur=draws["information_parfaite_eur"],
        accounts=tuple(_lines(found, "bilan")),
        impacts=tuple(_lines(found, "impacts_indirects")),
        metrics=tuple(_metrics(found["mesures"])),
        greenfields=tuple(_greenfields(found["contrefactuel"])),
        zones=tuple(_zones(run.inputs)),
        parameters=tuple(read),
        cautions=cautions_of(found, read),
        is_stale=is_stale(study, run),
    )


def _range(draws: Json, point: float) -> Range:
    return Range(
        low_eur=draws["p5"], middle_eur=draws["p50"], high_eur=draws["p95"], point_eur=point
    )


def _break_even(found: Json) -> BreakEven:
    return BreakEven(
        probability=found["probabilite"],
        early=found["p5"],
        middle=found["p50"],
        late=found["p95"],
    )


def _bearers(found: Json) -> Iterable[BearerRow]:
    points = found["repartition_eur"]
    rows = found["incertitude"]["repartition_eur"]
    for name, row in sorted(rows.items(), key=lambda pair: -pair[1]["p50"]):
        point = points.get(name, {"eur": 0.0})["eur"]
        yield BearerRow(name=row["libelle"], amount=_range(row, point))


def _flow(found: Json) -> CumulativeFlow:
    rows = found["incertitude"]["cumul_eur"]
    return CumulativeFlow(
        title="Cumul des gains et des coûts pour la société, année après année",
        first_year=found["annees"][0],
        point=found["cumul_eur"],
        middle=rows["p50"],
        low=rows["p5"],
        high=rows["p95"],
        break_even_year=found["annee_equilibre"],
    )


def _drivers(draws: Json, read: Sequence[Json]) -> Iterable[DriverRow]:
    descriptions = {_dotted(row["nom"]): row["description"] for row in read}
    shares = {row["nom"]: row["total"] for row in draws["indices_sobol"]}
    worth = {row["nom"]: row["eur"] for row in draws["information_eur"]}
    for bar in draws["tornade"]:
        name = bar["nom"]
        switch = draws["valeurs_de_bascule"].get(name)
        yield DriverRow(
            name=label_of(name, descriptions),
            low=number(bar["valeur_basse"]),
            high=number(bar["valeur_haute"]),
            low_eur=bar["van_basse_eur"],
            high_eur=bar["van_haute_eur"],
            share=min(max(shares.get(name, 0.0), 0.0), 1.0),
            switch="" if switch is None else number(switch),
            worth_eur=worth.get(name, 0.0),
        )


def _dotted(name: str) -> str:
    return name.partition("/")[2].replace("/", ".")


def _lines(found: Json, table: str) -> Iterable[ImpactRow]:
    totals: dict[tuple[str, str], float] = {}
    for zone in found["zones"].values():
        for row in zone[table]:
            key = (row["libelle"], plain(row["detail"] or ""))
            totals[key] = totals.get(key, 0.0) + row["eur"]
    return [ImpactRow(name=n, detail=d, eur=v) for (n, d), v in totals.items() if v]


def _metrics(found: Json) -> Iterable[MetricRow]:
    for name, (label, unit, decimals) in METRICS.items():
        value = found.get(name, 0.0)
        if round(value, decimals):
            shown = number(value) if decimals else f"{round(value):,}".replace(",", "\u202f")
            yield MetricRow(name=label, value=shown.replace("-", "\u2212"), unit=unit)


def _greenfields(rows: list[Json]) -> Iterable[GreenfieldRow]:
    for row in rows:
        yield GreenfieldRow(
            name=GREENFIELDS[row["nature"]],
            eur=row["van_eur"],
            advantage_eur=row["avantage_friche_eur"],
            land_ha=row["sols_enaf_pris_ha"],
        )


def _zones(inputs: Json) -> Iterable[ZoneRow]:
    rows = inputs.get("zones") or [{"nom": "Site", **{k: inputs[k] for k in ("site", "projet")}}]
    for row in rows:
        site, project = row["site"], row["projet"]
        yield ZoneRow(
            name=row.get("nom", "Site"),
            surface_ha=site["surface_m2"] / M2_PER_HECTARE,
            activite=_word("activite", site["activite"]),
            programme=_word("programme", project["programme"]),
            porteur=_word("porteur", project.get("porteur", "inconnu")),
            decide_le=project["decide_le"],
            given=tuple(_given(site, project)),
        )


def _word(about: str, value: str) -> str:
    words: Mapping[Any, str] = ABOUT[about]
    return words.get(value, plain(value))


ANSWERED = frozenset({"surface_m2", "activite", "programme", "porteur", "decide_le"})


def _given(site: Json, project: Json) -> Iterable[tuple[str, str]]:
    """Numbers that replace defaults, besides the five answers."""
    for head, data in (("site", site), ("projet", project)):
        for name, value in data.items():
            if name in ANSWERED:
                continue
            inner = value if isinstance(value, Mapping) else {"": value}
            for key, amount in inner.items():
                path = f"{head}.{name}.{key}" if key else f"{head}.{name}"
                if isinstance(amount, int | float):
                    yield label_of(path, {path: plain(f"{name} {key}".strip())}), number(amount)
