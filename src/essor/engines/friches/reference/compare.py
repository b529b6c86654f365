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
from essor.engines.friches.reference.cases import carbon_stocks_t, case_of
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
    """Reason to leave a case out: a known defect, no carbon stocks, a name not known here."""
    if entry.get("upstream_defects"):
        return "; ".join(entry["upstream_defects"])
    if carbon_stocks_t(entry) is None:
        return "stocks de carbone locaux absents du fichier"
    return _unknown_name(entry["inputs"])


def _unknown_name(inputs: Mapping[str, Any]) -> str | None:
    """Reason to leave out a case whose activity or template the engine does not know."""
    for key, known in (("fricheActivity", names.ACTIVITIES), ("template", names.PROGRAMMES)):
        if inputs.get(key) not in known:
            return f"{key} inconnu : {inputs.get(key)}"
    return None


def _gaps(entry: Mapping[str, Any], profile: Profile) -> Iterator[tuple[float, Mismatch]]:
    case = case_of(entry, profile)
    found = found_numbers(case, appraise(case))
    expected = expected_numbers(entry["expected"])
    if "derived" in entry:
        expected |= expected_inputs(entry["derived"])
        found |= found_inputs(case)
    if "breakEvenYear" not in expected:
        expected["breakEvenYear"] = float("nan")
    for name in sorted(expected.keys() | found.keys()):
        left, right = expected.get(name, 0.0), found.get(name, 0.0)
        one, two = (None if np.isnan(v) else v for v in (left, right))
        mismatch = Mismatch(case_id=str(entry["id"]), name=name, expected=one, found=two)
        yield relative_error(one, two), mismatch


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
        impact = table[row["name"]]
        if impact in ("charges_exploitation", "recettes_exploitation"):
            detail = names.YEARLY[str(detail)]
        elif detail is not None:
            detail = (names.WORKS | names.EXPENSES).get(detail, detail)
        name = ".".join(filter(None, (prefix, impact, detail)))
        result[name] = result.get(name, 0.0) + row["total"]
    return result


def _metrics(rows: Iterable[Mapping[str, Any]], prefix: str) -> Numbers:
    result: Numbers = {}
    for row in rows:
        if row["name"] == "soilsDistribution":
            result[f"{prefix}.sols_m2.{names.SOILS[row['soilType']]}"] = row["total"]
        else:
            result[f"{prefix}.{names.METRICS[row['name']]}"] = row["total"]
    return result


def expected_numbers(expected: Mapping[str, Any]) -> Numbers:
    """Expected numbers of a case, under the engine's names."""
    first, middle, last = expected["cumulativeBalanceByYear_first_mid_last"]
    balance, indirect = expected["projectEconomicBalance"], expected["indirectEconomicImpacts"]
    status_quo = expected["statuQuo"]
    numbers = _lines(balance["details"], "bilan", names.BALANCE)
    numbers |= _lines(indirect["details"], "indirect", names.INDIRECT)
    numbers |= _lines(status_quo["details"], "statu_quo", names.STATUS_QUO)
    numbers |= _metrics(expected["impactsMetrics"], "mesure")
    numbers |= _metrics(status_quo["metrics"], "statu_quo_mesure")
    numbers |= {
        "bilan.total": balance["total"],
        "indirect.total": indirect["total"],
        "statu_quo.total": status_quo["total"],
        "cumul.premier": first,
        "cumul.milieu": middle,
        "cumul.dernier": last,
    }
    if "breakEvenYear" in expected:
        numbers["breakEvenYear"] = float(expected["breakEvenYear"])
    return numbers


def expected_inputs(derived: Mapping[str, Any]) -> Numbers:
    """Site and project that the reference derives from the inputs."""
    site, project = derived["site"], derived["project"]
    numbers = {
        f"site.sols_m2.{names.SOILS[soil]}": area
        for soil, area in site["soilsDistribution"].items()
    }
    numbers["site.surface_polluee_m2"] = site["contaminatedSoilSurface"]
    for row in site["yearlyExpenses"]:
        numbers[f"site.depenses.{names.EXPENSES[row['purpose']]}"] = row["amount"]
    for kind in ("installationCosts", "reinstatementCosts"):
        for row in project[kind]:
            numbers[f"projet.couts.{names.WORKS[row['purpose']]}"] = row["amount"]
    for kind in ("yearlyProjectedCosts", "yearlyProjectedRevenues"):
        for row in project[kind]:
            label = names.YEARLY[row.get("purpose") or row["source"]]
            numbers[f"projet.annuel.{label}"] = row["amount"]
    floors = project["features"].get("buildingsFloorAreaDistribution", {})
    for use, area in floors.items():
        numbers[f"projet.planchers_m2.{names.USES[use]}"] = area
    numbers["projet.surface_depolluee_m2"] = project["decontaminatedSoilSurface"]
    numbers["projet.revente"] = project.get("siteResaleExpectedSellingPrice", 0.0)
    numbers["projet.droits"] = project.get("siteResaleExpectedPropertyTransferDuties", 0.0)
    numbers["projet.premiere_annee"] = project["operationsFirstYear"]
    return {name: float(value) for name, value in numbers.items()}


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
