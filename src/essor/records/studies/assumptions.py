"""Every assumption of a study, opened: default, value, range, unit, source, status.

What is not given takes its default; giving back the default is the same as giving nothing.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from essor.engines.friches.case import Case
from essor.engines.friches.loading import COMMON, dotted, load_profile
from essor.engines.friches.reading import read_study
from essor.engines.friches.study import cases_of
from essor.engines.friches.uncertainty.laws import WHOLE
from essor.engines.friches.vocabulary import Expense, Soil, Use, Work
from essor.foundations.units import unit_label
from essor.records.studies.nouns import EXPENSES, SOILS, USES, WORKS, key_label
from essor.references.parameter import Parameter, Reference

Json = dict[str, Any]
Path = tuple[str | int, ...]
GIVEN = "donnée de l'étude"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One number of a study.

    name : how draws and parameters call it; path : where the inputs of the study keep it
    value : None when the default holds; low, high : bounds of its law when it is drawn
    status : label to show when nobody compared the default with its primary source
    """

    name: str
    path: Path
    label: str
    unit: str
    default: float | None
    value: float | None
    low: float | None
    high: float | None
    source: str
    href: str
    status: str = ""

    @property
    def is_changed(self) -> bool:
        """Tell whether the study says something else than the default."""
        is_given = self.value is not None and self.default is not None
        return is_given or self.low is not None

    @property
    def is_quiet(self) -> bool:
        """Tell whether it is nothing unless the study says so: pages may fold it."""
        return not self.default and self.value is None and self.low is None

    @property
    def may_be_drawn(self) -> bool:
        """Tell whether it may take a range: whole numbers of years may not."""
        return self.name not in WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Assumptions of one subject; slug names it in addresses."""

    slug: str
    label: str
    rows: tuple[Assumption, ...]

    @property
    def changed(self) -> int:
        """Number of assumptions that are not the default."""
        return sum(1 for row in self.rows if row.is_changed)


DOMAINS = {
    "accidents": "Accidents de la route",
    "actualisation": "Actualisation",
    "agricole": "Agriculture",
    "calendrier": "Calendrier",
    "carbone": "Carbone",
    "construction": "Construction",
    "couts": "Coûts de travaux",
    "deplacements": "Déplacements",
    "emplois": "Emplois et valeur ajoutée",
    "extension": "Extension urbaine",
    "fiscalite": "Fiscalité",
    "fonds_publics": "Fonds publics",
    "fraicheur": "Fraîcheur",
    "friche": "Friche type",
    "gabarits": "Programmes types",
    "inaction": "Coût de l'inaction",
    "nature": "Services de la nature",
    "pluie": "Pluie",
    "revente": "Prix de revente",
    "solaire": "Photovoltaïque",
    "valeur_residuelle": "Valeur résiduelle",
    "voirie": "Voiries et réseaux",
    "voisinage": "Voisinage",
}


def groups_of(
    inputs: Json, *, profil: str, on: dt.date, parameters: Mapping[str, Parameter]
) -> list[Group]:
    """Return every assumption of a study, by subject. Raises UserFault when inputs are wrong."""
    profile = load_profile(profil, parameters, on=on)
    study = read_study(inputs, parameters=profile.parameters)
    bare = read_study(_without_numbers(inputs), parameters=profile.parameters)
    groups = [Group(slug="commune", label="Commune", rows=tuple(_commune(inputs)))]
    names = [zone.prefix(is_alone=len(study.zones) == 1) for zone in study.zones]
    for number, (case, prefix) in enumerate(zip(cases_of(bare, profile), names, strict=True)):
        where = f", {study.zones[number].name}" if prefix else ""
        here = _Place(inputs=inputs, number=number, prefix=prefix)
        groups.append(
            Group(slug=f"site-{number}", label=f"Site{where}", rows=tuple(_site(here, case)))
        )
        groups.append(
            Group(slug=f"projet-{number}", label=f"Projet{where}", rows=tuple(_project(here, case)))
        )
    return [*groups, *_domains(inputs, on, parameters)]


def changed_inputs(
    inputs: Json, group: Group, values: Mapping[str, tuple[float | None, ...]]
) -> Json:
    """Return the inputs with the value and the range of some assumptions of a group.

    values : name -> (value, low, high), None for the default
    """
    found = deepcopy(inputs)
    laws = found.setdefault("incertitudes", {})
    for row in group.rows:
        if row.name not in values:
            continue
        value, low, high = values[row.name]
        _put(found, row.path, value)
        laws.pop(row.name, None)
        if low is not None and high is not None:
            mode = value if value is not None else row.default
            laws[row.name] = {"loi": "triangulaire", "bas": low, "mode": mode, "haut": high}
    if not laws:
        del found["incertitudes"]
    return found


def _put(inputs: Json, path: Path, value: float | None) -> None:
    inner: Any = inputs
    for step in path[:-1]:
        inner = inner[step] if isinstance(step, int) else inner.setdefault(step, {})
    if value is not None:
        inner[path[-1]] = value
    else:
        inner.pop(path[-1], None)


def _get(inputs: Json, path: Path) -> float | None:
    inner: Any = inputs
    for step in path:
        if isinstance(step, str) and step not in inner:
            return None
        inner = inner[step]
    return float(inner)


def _without_numbers(inputs: Json) -> Json:
    """Keep only the answers: what remains takes its default."""
    kept = {
        "nom",
        "activite",
        "nature",
        "surface_m2",
        "programme",
        "porteur",
        "decide_le",
        "phases",
    }
    zones = [
        {
            "nom": zone["nom"],
            **{
                part: {key: value for key, value in zone[part].items() if key in kept}
                for part in ("site", "projet")
            },
        }
        for zone in inputs["zones"]
    ]
    return {"commune": inputs["commune"], "zones": zones}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """One zone inside the inputs."""

    inputs: Json
    number: int
    prefix: str

    def row(
        self, part: str, name: str, key: str, label: str, unit: str, default: Any
    ) -> Assumption:
        path: Path = ("zones", self.number, part, name, *((key,) if key else ()))
        full = f"{self.prefix}{part}.{name}" + (f".{key}" if key else "")
        return _row(self.inputs, full, path, label, unit, _number(default), source="calcul d'Essor")


def _row(
    inputs: Json,
    name: str,
    path: Path,
    label: str,
    unit: str,
    default: float | None,
    *,
    source: str = GIVEN,
    href: str = "",
    status: str = "",
) -> Assumption:
    law = inputs.get("incertitudes", {}).get(name, {})
    return Assumption(
        name=name,
        path=path,
        label=label,
        unit=unit,
        default=default,
        value=_get(inputs, path),
        low=law.get("bas"),
        high=law.get("haut"),
        source=source,
        href=href,
        status=status,
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _commune(inputs: Json) -> Iterator[Assumption]:
    for name, label, unit in (
        ("population", "Population", "habitants"),
        ("surface_m2", "Superficie", "m²"),
        ("prix_median_eur_m2", "Prix médian des logements vendus", "€/m²"),
    ):
        yield _row(inputs, f"commune.{name}", ("commune", name), label, unit, None)


def _site(here: _Place, case: Case) -> Iterator[Assumption]:
    site = case.site
    yield here.row("site", "surface_m2", "", "Surface du site", "m²", None)
    yield here.row("site", "surface_polluee_m2", "", "Surface polluée", "m²", site.contaminated_m2)
    expenses = {one.purpose: one.amount_eur for one in site.expenses}
    for purpose in Expense:
        label = f"Dépense annuelle : {EXPENSES[purpose].lower()}"
        default = expenses.get(purpose, 0.0)
        yield here.row("site", "depenses_eur_an", purpose.value, label, "€/an", default)
    for soil in Soil:
        label = f"Sol actuel : {SOILS[soil].lower()}"
        yield here.row("site", "sols_m2", soil.value, label, "m²", site.soils_m2.get(soil, 0.0))


def _project(here: _Place, case: Case) -> Iterator[Assumption]:
    project = case.project
    for name, label, default in (
        ("achat_eur", "Achat du site", project.purchase_eur),
        ("droits_achat_eur", "Droits et frais d'achat", project.purchase_duties_eur),
        ("revente_eur", "Revente du site aménagé", project.resale_eur),
        ("revente_batiments_eur", "Revente des bâtiments", project.buildings_resale_eur),
    ):
        yield here.row("projet", name, "", label, "€", default)
    cleaned = project.decontaminated_m2
    yield here.row("projet", "surface_depolluee_m2", "", "Surface dépolluée", "m²", cleaned)
    costs = {**project.reinstatement_costs_eur, **project.installation_costs_eur}
    costs |= project.building_costs_eur
    for work in Work:
        default = costs.get(work, 0.0)
        yield here.row(
            "projet", "couts_eur", work.value, f"Coût : {WORKS[work].lower()}", "€", default
        )
    for use in Use:
        label, default = f"Plancher : {USES[use].lower()}", project.floors_m2.get(use, 0.0)
        yield here.row("projet", "planchers_m2", use.value, label, "m²", default)
    yield here.row("projet", "subventions_eur", "aides", "Aides publiques", "€", 0.0)
    industry = (
        ("emplois_etp", "Emplois industriels annoncés", "ETP"),
        ("valeur_ajoutee_eur_par_emploi", "Valeur ajoutée par emploi", "€/an"),
    )
    for key, label, unit in industry:
        yield here.row("projet", "industrie", key, label, unit, None)
    interim = (("recettes_eur_an", "Recettes"), ("charges_eur_an", "Charges"))
    for key, label in interim:
        words = f"{label} de l'usage transitoire"
        yield here.row("projet", "usage_transitoire", key, words, "€/an", None)


def _domains(inputs: Json, on: dt.date, parameters: Mapping[str, Parameter]) -> Iterator[Group]:
    for domain, label in DOMAINS.items():
        start = f"{COMMON}{domain}/"
        files = [one for path, one in sorted(parameters.items()) if path.startswith(start)]
        rows = tuple(row for one in files for row in _parameter(inputs, one, on))
        if rows:
            yield Group(slug=domain.replace("_", "-"), label=label, rows=rows)


def _parameter(inputs: Json, parameter: Parameter, on: dt.date) -> Iterator[Assumption]:
    value = parameter.at(on)
    name = dotted(parameter.name)
    numbers = {"": value.value} if value.value is not None else dict(value.table)
    none = Reference(title="", href="")
    reference = next(iter(value.references or parameter.references), none)
    for key, number in numbers.items():
        full = f"{name}.{key}" if key else name
        label = parameter.description + (f" : {key_label(key)}" if key else "")
        yield _row(
            inputs,
            full,
            ("parametres", full),
            label,
            unit_label(parameter.unit).strip("()"),
            _number(number),
            source=reference.title,
            href=reference.href,
            status="" if parameter.status.value == "verifie" else parameter.status.label,
        )
