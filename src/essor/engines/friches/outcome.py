"""The appraisal of a whole study: the sum of its zones, ready to be written as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from essor.engines.friches.appraise import appraise
from essor.engines.friches.catalogue import BEARERS, IMPACTS
from essor.engines.friches.clocks import TimeFrame
from essor.engines.friches.profiles import Profile
from essor.engines.friches.quantities import FloatArray, Quantity, total
from essor.engines.friches.results import Appraisal, break_even, lines_of
from essor.engines.friches.study import Study, cases_of

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Appraisals of the zones of a study; totals are their sums."""

    zones: Mapping[str, Appraisal]

    @property
    def npv_eur(self) -> Quantity:
        """Net present value for society, EUR."""
        return total(zone.npv_eur for zone in self.zones.values())

    @property
    def balance_eur(self) -> Quantity:
        """Net present value for the developer, EUR."""
        return total(zone.balance_eur for zone in self.zones.values())

    @property
    def indirect_eur(self) -> Quantity:
        """Net present value of the indirect impacts, EUR."""
        return total(zone.indirect_eur for zone in self.zones.values())

    @property
    def status_quo_eur(self) -> Quantity:
        """Present value of doing nothing, EUR."""
        return total(zone.status_quo_eur for zone in self.zones.values())

    @property
    def distribution_eur(self) -> dict[str, Quantity]:
        """Present value by bearer, EUR."""
        result: dict[str, Quantity] = {}
        for zone in self.zones.values():
            for bearer, value in zone.distribution_eur.items():
                result[bearer.value] = result.get(bearer.value, 0.0) + value
        return result

    @property
    def metrics(self) -> dict[str, Quantity]:
        """Physical totals."""
        result: dict[str, Quantity] = {}
        for zone in self.zones.values():
            for name, value in zone.metrics.items():
                result[name] = result.get(name, 0.0) + value
        return result

    @property
    def frame(self) -> TimeFrame:
        """Calendar of the longest zone, from the common first year to the last opening."""
        frames = [zone.frame for zone in self.zones.values()]
        return TimeFrame(
            first_year=frames[0].first_year,
            n_years=max(frame.n_years for frame in frames),
            operations_index=max(frame.operations_index for frame in frames),
        )

    def cumulative_eur(self) -> FloatArray:
        """Running total of the yearly net flows of all zones."""
        length = self.frame.n_years
        rows = [_padded(zone.yearly_eur(), length) for zone in self.zones.values()]
        summed: FloatArray = np.asarray(sum(rows), dtype=float)
        return np.cumsum(summed, axis=-1)

    def break_even_year(self) -> FloatArray:
        """First year of a non-negative running total once the last zone is open; NaN if none."""
        return break_even(self.cumulative_eur(), self.frame)


def _padded(yearly: FloatArray, length: int) -> FloatArray:
    missing = length - yearly.shape[-1]
    if missing == 0:
        return yearly
    return np.pad(yearly, [(0, 0)] * (yearly.ndim - 1) + [(0, missing)])


def evaluate(study: Study, profile: Profile) -> Outcome:
    """Appraise every zone of a study under a profile."""
    cases = cases_of(study, profile)
    return Outcome(
        zones={zone.name: appraise(case) for zone, case in zip(study.zones, cases, strict=True)}
    )


def as_json(outcome: Outcome, profile: Profile) -> Json:
    """Point results of a study, for a file: amounts in EUR, rounded to the cent."""
    year = float(outcome.break_even_year())
    frame = outcome.frame
    return {
        "profil": profile.name,
        "annee_origine": frame.first_year,
        "annees": [frame.first_year, frame.first_year + frame.n_years - 1],
        "van_socioeconomique_eur": _cents(outcome.npv_eur),
        "bilan_amenageur_eur": _cents(outcome.balance_eur),
        "impacts_indirects_eur": _cents(outcome.indirect_eur),
        "statu_quo_eur": _cents(outcome.status_quo_eur),
        "annee_equilibre": None if np.isnan(year) else int(year),
        "repartition_eur": {
            name: {"libelle": BEARERS[name], "eur": _cents(value)}
            for name, value in sorted(outcome.distribution_eur.items())
        },
        "cumul_eur": [_cents(value) for value in outcome.cumulative_eur()],
        "zones": {name: _zone_json(zone) for name, zone in outcome.zones.items()},
        "mesures": {name: _plain(value) for name, value in outcome.metrics.items()},
    }


def _zone_json(zone: Appraisal) -> Json:
    tables = {
        "bilan": zone.balance,
        "impacts_indirects": zone.indirect,
        "statu_quo": zone.status_quo,
    }
    return {
        name: [
            {
                "impact": line.impact,
                "libelle": IMPACTS[line.impact],
                "detail": line.detail,
                "eur": _cents(line.total_eur),
            }
            for line in lines_of(flows, zone.clocks)
        ]
        for name, flows in tables.items()
    }


def _plain(value: Quantity) -> float:
    return float(np.asarray(value))


def _cents(value: Quantity) -> float:
    return round(_plain(value), 2)
