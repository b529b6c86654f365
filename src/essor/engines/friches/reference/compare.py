"""Compare the engine with reference cases, number by number."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from essor.engines.friches.appraise import appraise
from essor.engines.friches.case import Case
from essor.engines.friches.profiles import Profile
from essor.engines.friches.quantities import Quantity, round_half_up
from essor.engines.friches.reference import names
from essor.engines.friches.reference.cases import carbon_stocks_t, case_of, missing_fact
from essor.engines.friches.results import Appraisal, Line, lines_of

TOLERANCE = 1e-9
Numbers = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """One number that differs."""

    case_id: str
    name: str
    expected: float | None
    found: float | None

    def as_dict(self) -> dict[str, Any]:
        """Form of the report."""
        return {
            "id": self.case_id,
            "name": self.name,
            "expected": self.expected,
            "found": self.found,
        }


@dataclass(slots=True)
class Comparison:
    """Report of a comparison."""

    cases: int = 0
    matched: int = 0
    exclusions: list[tuple[str, str]] = field(default_factory=list)
    mismatches: list[Mismatch] = field(default_factory=list)
    max_rel_error: float = 0.0
    numbers: int = 0

    def as_dict(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "cases": self.cases,
            "matched": self.matched,
            "excluded": len(self.exclusions),
            "mismatches": [mismatch.as_dict() for mismatch in self.mismatches],
            "max_rel_error": self.max_rel_error,
            "numbers_compared": self.numbers,
            "exclusions": [{"id": i, "reason": reason} for i, reason in self.exclusions],
        }


def relative_error(expected: float | None, found: float | None) -> float:
    """Relative gap; absolute when zero is expected; infinite when only one side has a value."""
    if expected is None or found is None:
        return 0.0 if expected is found else float("inf")
    gap = abs(found - expected)
    return gap / abs(expected) if expected else gap


def compare(entries: Iterable[Mapping[str, Any]], profile: Profile) -> Comparison:
    """Recompute every case and compare every number with the expected one."""
    report = Comparison()
    for entry in entries:
        report.cases += 1
        reason = exclusion_of(entry)
        if reason:
            report.exclusions.append((str(entry["id"]), reason))
            continue
        gaps = list(_gaps(entry, profile))
        report.numbers += len(gaps)
        wrong = [gap for error, gap in gaps if error > TOLERANCE]
        finite = [error for error, _ in gaps if np.isfinite(error)]
        report.max_rel_error = max([report.max_rel_error, *finite])
        report.mismatches += wrong
        report.matched += not wrong
    return report


def exclusion_of(entry: Mapping[str, Any]) -> str | None:
    """Reason to leave a case out: a known defect, a fact or local carbon absent, no answer."""
    if entry.get("upstream_defects"):
        return "; ".join(map(str, entry["upstream_defects"]))
    if not isinstance(entry.get("expected"), Mapping) or not SECTIONS & entry["expected"].keys():
        return "aucun nombre attendu"
    if carbon_stocks_t(entry) is None:
        return "stocks de carbone locaux absents du fichier"
    return missing_fact(entry.get("inputs"))


def _gaps(entry: Mapping[str, Any], profile: Profile) -> Iterator[tuple[float, Mismatch]]:
    case = case_of(entry, profile)
    expected = expected_numbers(entry["expected"])
    found = found_numbers(case, appraise(case)) | found_inputs(case)
    expected |= expected_inputs(entry["derived"])
    if CUMULATIVE in entry["expected"]:
        # A case that never breaks even has no year at all.
        expected.setdefault("breakEvenYear", float("nan"))
    for name in sorted(expected.keys() | found.keys()):
        if not _is_asked(name, entry):
            continue
        left, right = expected.get(name, 0.0), found.get(name, 0.0)
        one, two = (None if np.isnan(v) else v for v in (left, right))
        mismatch = Mismatch(case_id=str(entry["id"]), name=name, expected=one, found=two)
        yield relative_error(one, two), mismatch


# Beginning of the names of the engine -> where a file of cases gives the expected numbers.
PLACES = {
    "bilan": ("expected", "projectEconomicBalance"),
    "indirect": ("expected", "indirectEconomicImpacts"),
    "statu_quo": ("expected", "statuQuo"),
    "statu_quo_mesure": ("expected", "statuQuo"),
    "mesure": ("expected", "impactsMetrics"),
    "cumul": ("expected", "cumulativeBalanceByYear_first_mid_last"),
    "site.sols_m2": ("derived", "site", "soilsDistribution"),
    "site.depenses": ("derived", "site", "yearlyExpenses"),
    "site.surface_polluee_m2": ("derived", "site", "contaminatedSoilSurface"),
    "projet.couts": ("derived", "project", "reinstatementCosts"),
    "projet.annuel": ("derived", "project", "yearlyProjectedCosts"),
    "projet.planchers_m2": ("derived", "project", "features"),
    "projet.surface_depolluee_m2": ("derived", "project", "decontaminatedSoilSurface"),
    "projet.revente": ("derived", "project", "features"),
    "projet.droits": ("derived", "project", "features"),
    "projet.premiere_annee": ("derived", "project", "operationsFirstYear"),
}
CUMULATIVE = PLACES["cumul"][-1]
SECTIONS = {place[-1] for place in PLACES.values() if place[0] == "expected"}


def _is_asked(name: str, entry: Mapping[str, Any]) -> bool:
    """Tell whether the file gives the section of a number: nothing else can be judged."""
    if name == "breakEvenYear":
        return any(entry["expected"].get(key) is not None for key in (name, CUMULATIVE))
    words = name.split(".")
    place = PLACES.get(words[0]) or PLACES[".".join(words[:2])]
    found: Any = entry
    for step in place:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found is not None


def _number(value: Quantity) -> float:
    return float(np.asarray(value))


def _table(prefix: str, lines: Iterable[Line]) -> Numbers:
    result: Numbers = {}
    for line in lines:
        name = ".".join(filter(None, (prefix, line.impact, line.detail)))
        result[name] = result.get(name, 0.0) + _number(line.total_eur)
    return result


def found_numbers(case: Case, result: Appraisal) -> Numbers:
    """Every number that the reference reports, under the engine's names."""
    balance = lines_of(result.balance, result.clocks)
    indirect = lines_of(result.indirect, result.clocks)
    status_quo = lines_of(result.status_quo, result.clocks)
    cumulative = result.cumulative_eur()
    years = case.frame.n_years
    numbers = _table("bilan", balance) | _table("indirect", indirect)
    numbers |= _table("statu_quo", status_quo)
    numbers |= {f"mesure.{n}": _number(v) for n, v in result.metrics.items()}
    numbers |= {f"statu_quo_mesure.{n}": _number(v) for n, v in result.status_quo_metrics.items()}
    return numbers | {
        "bilan.total": _number(round_half_up(sum(_number(line.total_eur) for line in balance))),
        "indirect.total": sum(_number(line.total_eur) for line in indirect),
        "statu_quo.total": _number(round_half_up(result.status_quo_eur)),
        "cumul.premier": float(cumulative[0]),
        "cumul.milieu": float(cumulative[years // 2]),
        "cumul.dernier": float(cumulative[-1]),
        "breakEvenYear": _number(result.break_even_year()),
    }


def _lines(rows: Iterable[Mapping[str, Any]], prefix: str, table: Mapping[str, str]) -> Numbers:
    result: Numbers = {}
    for row in rows:
        detail = row.get("details")
        impact = _named(table, row["name"])
        if impact in ("charges_exploitation", "recettes_exploitation"):
            detail = _named(names.YEARLY, str(detail))
        elif detail is not None:
            detail = (names.WORKS | names.EXPENSES).get(detail, detail)
        name = ".".join(filter(None, (prefix, impact, detail)))
        result[name] = result.get(name, 0.0) + row["total"]
    return result


def _metrics(rows: Iterable[Mapping[str, Any]], prefix: str) -> Numbers:
    result: Numbers = {}
    for row in rows:
        if row["name"] == "soilsDistribution":
            result[f"{prefix}.sols_m2.{_named(names.SOILS, row['soilType'])}"] = row["total"]
        else:
            result[f"{prefix}.{_named(names.METRICS, row['name'])}"] = row["total"]
    return result


def expected_numbers(expected: Mapping[str, Any]) -> Numbers:
    """Expected numbers of a case, under the engine's names; absent sections are left out."""
    numbers: Numbers = {}
    for key, prefix, table in (
        ("projectEconomicBalance", "bilan", names.BALANCE),
        ("indirectEconomicImpacts", "indirect", names.INDIRECT),
        ("statuQuo", "statu_quo", names.STATUS_QUO),
    ):
        if expected.get(key) is not None:
            numbers |= _lines(expected[key]["details"], prefix, table)
            numbers[f"{prefix}.total"] = expected[key]["total"]
    numbers |= _metrics(expected.get("impactsMetrics") or [], "mesure")
    numbers |= _metrics((expected.get("statuQuo") or {}).get("metrics", []), "statu_quo_mesure")
    cumulative = expected.get(CUMULATIVE)
    if cumulative is not None:
        labels = ("cumul.premier", "cumul.milieu", "cumul.dernier")
        numbers |= dict(zip(labels, cumulative, strict=True))
    if expected.get("breakEvenYear") is not None:
        numbers["breakEvenYear"] = float(expected["breakEvenYear"])
    return numbers


def expected_inputs(derived: Mapping[str, Any]) -> Numbers:
    """Site and project that the reference derives from the inputs; absent parts are left out."""
    return {n: float(v) for n, v in (_site_of(derived) | _project_of(derived)).items()}


def _site_of(derived: Mapping[str, Any]) -> Numbers:
    site = derived["site"]
    numbers = {
        f"site.sols_m2.{names.SOILS.get(soil, soil)}": area
        for soil, area in (site.get("soilsDistribution") or {}).items()
    }
    for row in site.get("yearlyExpenses") or []:
        numbers[f"site.depenses.{_named(names.EXPENSES, row['purpose'])}"] = row["amount"]
    if site.get("contaminatedSoilSurface") is not None:
        numbers["site.surface_polluee_m2"] = site["contaminatedSoilSurface"]
    return numbers


def _project_of(derived: Mapping[str, Any]) -> Numbers:
    project = derived["project"]
    numbers: Numbers = {}
    for kind in ("installationCosts", "reinstatementCosts"):
        for row in project.get(kind) or []:
            numbers[f"projet.couts.{_named(names.WORKS, row['purpose'])}"] = row["amount"]
    for kind in ("yearlyProjectedCosts", "yearlyProjectedRevenues"):
        for row in project.get(kind) or []:
            label = _named(names.YEARLY, row.get("purpose") or row["source"])
            numbers[f"projet.annuel.{label}"] = row["amount"]
    floors = (project.get("features") or {}).get("buildingsFloorAreaDistribution") or {}
    for use, area in floors.items():
        numbers[f"projet.planchers_m2.{_named(names.USES, use)}"] = area
    optional = {
        "projet.surface_depolluee_m2": "decontaminatedSoilSurface",
        "projet.revente": "siteResaleExpectedSellingPrice",
        "projet.droits": "siteResaleExpectedPropertyTransferDuties",
        "projet.premiere_annee": "operationsFirstYear",
    }
    return numbers | {
        name: project[key] for name, key in optional.items() if project.get(key) is not None
    }


def _named(table: Mapping[str, str], name: str) -> str:
    """Name of the engine; one it does not know is kept, and so reported as a mismatch."""
    return table.get(name, name)


def found_inputs(case: Case) -> Numbers:
    """Site and project that the engine derives, under the same names."""
    site, project = case.site, case.project
    costs = {**project.installation_costs_eur, **project.reinstatement_costs_eur}
    yearly = {**project.yearly_costs_eur, **project.yearly_revenues_eur}
    numbers: dict[str, Quantity] = {f"site.sols_m2.{s}": a for s, a in site.soils_m2.items()}
    numbers |= {f"site.depenses.{e.purpose}": e.amount_eur for e in site.expenses}
    numbers |= {f"projet.couts.{work}": cost for work, cost in costs.items()}
    numbers |= {f"projet.annuel.{label}": amount for label, amount in yearly.items()}
    numbers |= {f"projet.planchers_m2.{use}": area for use, area in project.floors_m2.items()}
    numbers |= {
        "site.surface_polluee_m2": site.contaminated_m2,
        "projet.surface_depolluee_m2": project.decontaminated_m2,
        "projet.revente": project.resale_eur,
        "projet.droits": project.resale_duties_eur,
        "projet.premiere_annee": project.schedule.operations_first_year,
    }
    return {name: _number(value) for name, value in numbers.items()}
