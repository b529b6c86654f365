"""The planning question that the records ask, and what is missing to ask it.

Nothing is guessed: what nobody published leaves its lot or its outlet out, and says so.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import numpy as np

from essor.engines.terres.inputs import Costs, Instance, Outlet, Platform, Site
from essor.engines.terres.inputs import Lot as EngineLot
from essor.engines.terres.planning.pairs import PairTable, admissible_pairs
from essor.engines.terres.vocabulary import OutletKind
from essor.foundations.french import format_number
from essor.records.terres.engine_facts import profile_of, samples_of, sheet_of
from essor.records.terres.known_costs import known_costs
from essor.records.terres.matrix import Pair, matrix_of
from essor.records.terres.models import Exutoire, Lot, Plateforme
from essor.records.terres.queries import Soils
from essor.records.terres.weeks import WEEK, weeks_of
from essor.records.terres.writing import monday

LONGEST_WEEKS = 520


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something that nobody published, and what follows.

    message : French sentence; kind, code : what it is about (« lot », « CAT-1 »), the name of a
    cost for « cout »; is_blocking : no plan at all without it
    """

    message: str
    kind: str
    code: str
    is_blocking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What already happened when the horizon starts, in tonnes; nothing when it is left out.

    on_site_t : dug before and still on site, by code of lot; received_t : by code of outlet
    """

    on_site_t: Mapping[str, float] = field(default_factory=dict)
    received_t: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """An instance made of the records, None when something it cannot do without is missing.

    missing : what was left out or blocks; refused : pairs that the rules do not admit
    measured : distances that somebody measured, km, by codes of (site or platform, destination)
    before_t : tonnes planned before the horizon, left out of it
    """

    instance: Instance | None
    missing: tuple[Missing, ...]
    refused: frozenset[Pair]
    measured: Mapping[tuple[str, str], float]
    before_t: float = 0.0

    def refuses(self, lot: EngineLot, outlet: Outlet) -> bool:
        """Tell whether the rules do not admit a lot at an outlet."""
        return (lot.id, outlet.id) in self.refused

    def pairs(self) -> PairTable:
        """Return the admissible pairs, measured distances in the place of computed ones."""
        assert self.instance is not None
        table = admissible_pairs(self.instance, refuses=self.refuses)
        return _measured(table, self.instance, self.measured) if self.measured else table


def assemble(
    *,
    soils: Soils,
    starts_on: dt.date,
    weeks: int,
    on: dt.date | None = None,
    progress: Progress | None = None,
) -> Assembly:
    """Make the instance of a horizon from the soils that one person may read.

    starts_on : any day of the first week; weeks : from 1 to 520
    on : day at which default costs are read, that of the start if left out
    Rules are asked at the first day of each lot.
    """
    if not 1 <= weeks <= LONGEST_WEEKS:
        raise ValueError(f"{weeks} weeks")
    build = _Builder(
        soils=soils,
        first=monday(starts_on),
        weeks=weeks,
        progress=progress or Progress(),
        today=on or starts_on,
    )
    lots = [one for one in map(build.lot, soils.lots) if one is not None]
    outlets = [one for one in map(build.outlet, soils.exutoires) if one is not None]
    platforms = [one for one in map(build.platform, soils.plateformes) if one is not None]
    costs = build.costs()
    if not lots:
        build.miss("Aucun lot n'est assez décrit pour entrer dans un plan.", "lot", "", True)
    if not outlets:
        build.miss(
            "Aucun exutoire n'est assez décrit pour entrer dans un plan.", "exutoire", "", True
        )
    return Assembly(
        instance=Instance(
            periods=weeks,
            lots=tuple(lots),
            outlets=tuple(outlets),
            platforms=tuple(platforms),
            sites=tuple(build.sites()),
            costs=costs,
            starts_on=build.first,
        )
        if lots and outlets
        else None,
        missing=tuple(build.missing),
        refused=matrix_of(soils, build.first).refused,
        measured={
            (one.origine, one.destination): float(one.distance_km) for one in soils.distances
        },
        before_t=build.before_t,
    )


class _Builder:
    def __init__(
        self, *, soils: Soils, first: dt.date, weeks: int, progress: Progress, today: dt.date
    ) -> None:
        self.soils, self.first, self.weeks, self.progress = soils, first, weeks, progress
        self.today = today
        self.missing: list[Missing] = []
        self.before_t = 0.0

    def miss(self, message: str, kind: str, code: str, is_blocking: bool = False) -> None:
        """Keep what is missing."""
        self.missing.append(Missing(message=message, kind=kind, code=code, is_blocking=is_blocking))

    def period(self, day: dt.date) -> int:
        """Return the period of a day; negative before the horizon."""
        return (monday(day) - self.first) // WEEK

    def lot(self, lot: Lot) -> EngineLot | None:
        """Return a lot, None when it cannot be planned or is wholly outside the horizon."""
        lacks = [
            ("sa classe de terre", not lot.classe),
            ("ses tonnes par semaine", not lot.tonnes_hebdo),
            ("sa première semaine", lot.debut_on is None),
            ("la position de son chantier", not lot.chantier.is_placed),
        ]
        if not self._is_complete(lacks, "Le lot", "lot", lot.code):
            return None
        tonnes = self._tonnes(lot)
        if not any(tonnes):
            return None
        start = next(rank for rank, one in enumerate(tonnes) if one)
        return EngineLot(
            id=lot.code,
            site=lot.chantier.code,
            soil_class=lot.classe,
            waste_code=lot.code_dechet or None,
            first_period=start,
            tonnes_per_period=tuple(tonnes[start:]),
            max_wait_periods=lot.attente_max_semaines,
            lon=degrees(lot.chantier.longitude),
            lat=degrees(lot.chantier.latitude),
            indivisible=lot.is_indivisible,
            analyses=samples_of(lot.analyses.all()),
            profile=profile_of(lot),
        )

    def _tonnes(self, lot: Lot) -> list[float]:
        """Return the tonnes by period up to the last one dug, within the horizon."""
        found: dict[int, float] = {}
        for week in weeks_of(lot):
            period = self.period(week.starts_on)
            if period < 0:
                self.before_t += float(week.tonnes)
            elif period < self.weeks:
                found[period] = found.get(period, 0.0) + float(week.tonnes)
        waiting = float(self.progress.on_site_t.get(lot.code, 0.0))
        if waiting > 0:
            found[0] = found.get(0, 0.0) + waiting
        last = max((rank for rank, tonnes in found.items() if tonnes), default=-1)
        return [found.get(rank, 0.0) for rank in range(last + 1)]

    def outlet(self, row: Exutoire) -> Outlet | None:
        """Return an outlet, None when it cannot be planned or is closed all along."""
        lacks = [
            ("les classes qu'il accepte", not row.accepte),
            ("son tarif", row.tarif_eur_t is None),
            ("sa position", not row.is_placed),
        ]
        window = self._window(row)
        if not self._is_complete(lacks, "L'exutoire", "exutoire", row.code) or window is None:
            return None
        received = float(self.progress.received_t.get(row.code, 0.0))
        return Outlet(
            id=row.code,
            kind=OutletKind(row.nature),
            fee_eur_t=float(row.tarif_eur_t or 0),
            accepts=tuple(row.accepte),
            lon=degrees(row.longitude),
            lat=degrees(row.latitude),
            capacity_t_per_period=number(row.capacite_t_semaine),
            capacity_t=less(row.capacite_t, received),
            need_t=less(row.besoin_t, received),
            opens=window[0],
            closes=window[1],
            virgin_eur_t=number(row.prix_vierge_eur_t),
            virgin_kgco2e_t=float(row.carbone_vierge_kg_t or 0),
            min_dispatch_t=number(row.envoi_minimum_t),
            fixed_fee_eur=float(row.frais_fixes_eur or 0),
            sheet=sheet_of(row, self.soils.daps),
        )

    def platform(self, row: Plateforme) -> Platform | None:
        """Return a platform, None when it cannot be planned or is closed all along."""
        lacks = [
            ("les classes qu'elle accepte", not row.accepte),
            ("sa position", not row.is_placed),
            ("son prix de manutention", row.manutention_eur_t is None),
            ("son prix de stockage", row.stockage_eur_t_semaine is None),
        ]
        window = self._window(row)
        if not self._is_complete(lacks, "La plateforme", "plateforme", row.code) or window is None:
            return None
        return Platform(
            id=row.code,
            accepts=tuple(row.accepte),
            lon=degrees(row.longitude),
            lat=degrees(row.latitude),
            stock_capacity_t=number(row.capacite_stock_t),
            stock_capacity_t_by_class=row.capacite_stock_par_classe or None,
            throughput_t_per_period=number(row.debit_t_semaine),
            handling_eur_t=float(row.manutention_eur_t or 0),
            holding_eur_t_period=float(row.stockage_eur_t_semaine or 0),
            opens=window[0],
            closes=window[1],
            fixed_fee_eur=float(row.frais_fixes_eur or 0),
        )

    def sites(self) -> list[Site]:
        """Return the sites and the limits of their trucks."""
        return [
            Site(id=row.code, trucks_t_per_period=number(row.limite_camions_t_semaine))
            for row in self.soils.chantiers
        ]

    def costs(self) -> Costs:
        """Return the costs: those of the territory, else the default, which is said."""
        known = known_costs(self.soils, self.today)
        for one in known:
            if one.is_default:
                self.miss(
                    f"Le territoire ne dit pas le coût « {one.nom.label} » : valeur par défaut, "
                    f"{format_number(one.value)} {one.unite} ({one.status.label}).",
                    "cout",
                    one.nom.value,
                )
        return Costs(**{one.nom.value: one.value for one in known})

    def _window(self, row: Exutoire | Plateforme) -> tuple[int, int | None] | None:
        """Return the first and last periods of a place, None when it is closed all along.

        A permit that ends closes the outlet. The week in which it opens or closes is used: whole,
        as the plan counts in weeks.
        """
        opens = max(0, self.period(row.ouverture_on)) if row.ouverture_on else 0
        ends = [row.fermeture_on, getattr(row, "autorisation_fin_on", None)]
        known = [day for day in ends if day is not None]
        closes = self.period(min(known)) if known else None
        if opens >= self.weeks or (closes is not None and (closes < 0 or closes < opens)):
            return None
        return opens, None if closes is None else min(closes, self.weeks - 1)

    def _is_complete(self, lacks: list[tuple[str, bool]], noun: str, kind: str, code: str) -> bool:
        absent = [what for what, is_missing in lacks if is_missing]
        if absent:
            self.miss(
                f"{noun} {code} reste hors du plan : manquent {', '.join(absent)}.", kind, code
            )
        return not absent


def degrees(value: Any) -> float | None:
    """Return an angle as the engine takes it."""
    return None if value is None else float(value)


def number(value: Decimal | None) -> float | None:
    """Return an amount as the engine takes it, None when it is unknown."""
    return None if value is None else float(value)


def less(value: Decimal | None, done: float) -> float | None:
    """Return what is left of an amount, never below zero; None when it is unknown."""
    return None if value is None else max(0.0, float(value) - done)


def _measured(
    table: PairTable, instance: Instance, measured: Mapping[tuple[str, str], float]
) -> PairTable:
    """Put measured distances in the place of computed ones, site by site."""
    lots, outlets, platforms = instance.lots, instance.outlets, instance.platforms

    def km(origins: Any, destinations: Any, known: Any) -> Any:
        rows = zip(origins, destinations, known, strict=True)
        return np.array([measured.get((a, b), measured.get((b, a), c)) for a, b, c in rows])

    ship = [lots[i].site for i in table.ship_lot], [outlets[i].id for i in table.ship_outlet]
    into = [lots[i].site for i in table.into_lot], [platforms[i].id for i in table.into_platform]
    out = (
        [platforms[i].id for i in table.out_platform],
        [outlets[i].id for i in table.out_outlet],
    )
    return replace(
        table,
        ship_km=km(*ship, table.ship_km),
        into_km=km(*into, table.into_km),
        out_km=km(*out, table.out_km),
        provenance=f"{table.provenance}, distances mesurées là où il y en a",
    )
