"""A place beside its comparison, the same done for every other place, and the limits of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from essor.foundations.errors import UserFault
from essor.foundations.french import format_number
from essor.observatory.across import names_of
from essor.observatory.comparison.answers import Question, fits_of
from essor.observatory.comparison.before_after import Fit, Method, Placebo, placebo_of
from essor.observatory.comparison.choices import year_of
from essor.observatory.comparison.conventions import Conventions
from essor.observatory.comparison.panel import Panel
from essor.reports.charts.lines import Curve, Lines
from essor.web.comparaison.asked import Asked
from essor.web.comparaison.words import ordinal, percent, plural, signed

IN_POINTS = ("%", "sans_unite", "fois")  # an index of these would say nothing
METHODS = {
    Method.MOYENNE: "la moyenne simple des lieux qui ont évolué comme lui avant",
    Method.PONDEREE: "une moyenne pondérée de ces lieux, les poids choisis pour l'imiter avant",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One comparison, by one method.

    weights : (code, name, weight) ; verdict : what the placebos say, never a cause
    """

    method: Method
    label: str
    error_before: str
    gap_after: str
    weights: tuple[tuple[str, str, str], ...]
    verdict: str
    beside: Lines
    placebos: Lines
    rows: tuple[tuple[str, str, str, str], ...]
    fits: tuple[Fit, ...]
    placebo: Placebo


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfterSection:
    """The answers of both methods, or why there is none.

    refusals : sentences ; apart : (name, why it is not compared) ; before : years before
    """

    year: str
    years: tuple[str, ...]
    unit: str
    answers: tuple[Answer, ...] = ()
    refusals: tuple[str, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    before: int = 0


def before_after_section(
    asked: Asked, conventions: Conventions, *, year: str
) -> BeforeAfterSection:
    """Compare the years from `year` on with those before; the middle year when none is asked."""
    years = tuple(sorted({found for one in asked.dated if (found := year_of(one)) is not None}))
    is_index = asked.ground.indicator.unit not in IN_POINTS
    unit = "points d'une base 100" if is_index else _points(asked.ground.indicator.unit)
    said = tuple(map(str, years))
    chosen = _chosen(year, years)
    if chosen is None:
        return BeforeAfterSection(year="", years=said, unit=unit, refusals=(_no_year(year, years),))
    question = Question(
        indicator=asked.ground.indicator.id,
        niveau=asked.niveau,
        rubrique=asked.rubrique,
        year=chosen,
        is_index=is_index,
    )
    try:
        answers, panel = _answers(asked, conventions, question, unit)
    except UserFault as faults:
        return BeforeAfterSection(
            year=str(chosen),
            years=said,
            unit=unit,
            refusals=tuple(one.sentence() for one in faults.faults),
        )
    names = names_of(asked.lake, asked.niveau)
    own = panel.apart.get(asked.lieu.code)
    unheard = asked.lieu.code not in panel.codes
    why = own or "rien n'est connu d'ici"
    return BeforeAfterSection(
        year=str(chosen),
        years=said,
        unit=unit,
        answers=answers,
        refusals=(f"{asked.lieu.nom} ne peut pas être comparé\u00a0: {why}.",) if unheard else (),
        apart=tuple((names.get(one, one), reason) for one, reason in panel.apart.items()),
        before=panel.before,
    )


def _answers(
    asked: Asked, conventions: Conventions, question: Question, unit: str
) -> tuple[tuple[Answer, ...], Panel]:
    found = []
    for method in Method:
        panel, fits = fits_of(asked.lake, question=question, conventions=conventions, method=method)
        if asked.lieu.code in panel.codes:
            found.append(_answer(asked, conventions, panel, fits, method, unit))
    return tuple(found), panel


def _answer(
    asked: Asked,
    conventions: Conventions,
    panel: Panel,
    fits: tuple[Fit, ...],
    method: Method,
    unit: str,
) -> Answer:
    code = asked.lieu.code
    own = next(one for one in fits if one.code == code)
    placebo = placebo_of(fits, code=code, rules=conventions.before_after)
    names = names_of(asked.lake, asked.niveau)
    values = panel.values[panel.codes.index(code)].tolist()
    rows = zip(panel.years, values, own.compared, own.gaps, strict=True)
    return Answer(
        method=method,
        label=METHODS[method],
        error_before=format_number(round(own.error_before, 2)),
        gap_after=signed(own.gap_after),
        weights=tuple((one, names.get(one, one), percent(part)) for one, part in own.weights),
        verdict=verdict(placebo, niveau=asked.niveau),
        beside=_beside(asked, panel, own, values, unit),
        placebos=_placebos(asked, panel, fits, placebo, unit),
        rows=tuple(
            (str(when), format_number(round(here, 1)), format_number(round(there, 1)), signed(gap))
            for when, here, there, gap in rows
        ),
        fits=fits,
        placebo=placebo,
    )


def verdict(placebo: Placebo, *, niveau: str) -> str:
    """Say how unusual the gap is, or that nothing can be said."""
    if placebo.rank is None or placebo.as_large is None:
        return (
            "La comparaison n'imite pas assez bien ce lieu avant\u00a0: l'écart d'après ne dit "
            "rien, et il n'est pas classé."
        )
    return (
        f"C'est le {ordinal(placebo.rank)} plus grand écart, sans son signe, sur "
        f"{format_number(len(placebo.kept))} {plural(niveau)} traités de la même façon. "
        f"{percent(placebo.as_large)} d'entre eux, celui-ci compris, ont un écart au moins aussi "
        "grand."
    )


def _beside(asked: Asked, panel: Panel, own: Fit, values: Sequence[float], unit: str) -> Lines:
    years = [float(one) for one in panel.years]
    return Lines(
        title=f"{asked.lieu.nom} et sa comparaison",
        unit=unit.removeprefix("points d'une ").capitalize() if panel.is_index else unit,
        curves=[
            Curve(label=asked.lieu.nom, points=list(zip(years, values, strict=True))),
            Curve(label="Comparaison", points=list(zip(years, own.compared, strict=True))),
        ],
        since=float(panel.years[panel.before]),
    )


def _placebos(
    asked: Asked, panel: Panel, fits: Sequence[Fit], placebo: Placebo, unit: str
) -> Lines:
    years = [float(one) for one in panel.years]
    kept = frozenset(placebo.kept)
    own = next(one for one in fits if one.code == asked.lieu.code)
    return Lines(
        title=f"Écart de {asked.lieu.nom} à sa comparaison, parmi les mêmes écarts ailleurs",
        unit=f"écart, en {unit}",
        curves=[Curve(label=asked.lieu.nom, points=list(zip(years, own.gaps, strict=True)))],
        crowd=[
            list(zip(years, one.gaps, strict=True))
            for one in fits
            if one.code in kept and one.code != own.code
        ],
        crowd_label=f"Les autres {plural(asked.niveau)}, un trait chacun",
        since=float(panel.years[panel.before]),
        level=0.0,
    )


def _chosen(year: str, years: Sequence[int]) -> int | None:
    if year:
        return int(year) if year.isdecimal() and int(year) in years else None
    return years[len(years) // 2] if years else None


def _no_year(year: str, years: Sequence[int]) -> str:
    if not years:
        return "Cet indicateur n'a pas de valeur année par année."
    said = ", ".join(map(str, years))
    return f"L'année «\u00a0{year}\u00a0» n'est pas connue. Années connues\u00a0: {said}."


def _points(unit: str) -> str:
    return "points de pourcentage" if unit == "%" else "unités de l'indicateur"
