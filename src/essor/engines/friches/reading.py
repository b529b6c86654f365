"""Read a study from its JSON form; every fault at once, in French, with its field."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from essor.engines.friches.inputs import Phase, Roles
from essor.engines.friches.parameters import Parameters
from essor.engines.friches.study import ONE_PHASE, Study, Zone
from essor.engines.friches.vocabulary import (
    Activity,
    Expense,
    Gravity,
    Nature,
    Programme,
    Soil,
    Structure,
    Use,
    Work,
)
from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.fields import FieldReader

Found = Mapping[str, object]


class InterimAmount(StrEnum):
    """Fields of a temporary use."""

    REVENUE = "recettes_eur_an"
    COST = "charges_eur_an"


class IndustryAmount(StrEnum):
    """Fields of the industry brought by a project."""

    JOBS = "emplois_etp"
    VALUE_ADDED = "valeur_ajoutee_eur_par_emploi"


GROUPS: dict[str, type[StrEnum]] = {
    "site.sols_m2": Soil,
    "site.depenses_eur_an": Expense,
    "site.accidents": Gravity,
    "projet.couts_eur": Work,
    "projet.planchers_m2": Use,
    "projet.usage_transitoire": InterimAmount,
    "projet.industrie": IndustryAmount,
}
SIGNED = frozenset({"site.stock_carbone_t", "projet.stock_carbone_t"})
MAX_YEARS = 50
SHARE_TOLERANCE = 1e-9
SOIL_TOLERANCE = 0.005


def read_study(data: object, *, parameters: Parameters) -> Study:
    """Build a study from decoded JSON.

    Raises UserFault with every fault: missing or unknown field, negative number, soils that do
    not add up to the area, phases that do not add up to one, unknown parameter.
    """
    if not isinstance(data, Mapping):
        raise UserFault.single(
            "l'étude n'est pas un groupe de champs", value=str(data), expected="{commune, zones…}"
        )
    fields = {str(key): value for key, value in data.items()}
    several = fields.pop("zones", None)
    reader = FieldReader(fields)
    faults = FaultGatherer()
    commune = reader.mapping("commune") or {}
    with faults.catching():
        local = _read_commune(commune)
    zones = list(_read_zones(reader, several, faults))
    years = _read_years(reader)
    changed = _read_parameters(reader, parameters)
    reader.mapping("incertitudes", is_required=False)
    reader.text("profil", is_required=False)
    with faults.catching():
        reader.close()
    faults.raise_if_any()
    return Study(
        code_commune_insee=local.pop("code"),  # type: ignore[arg-type]
        is_rurale=bool(local.pop("is_rurale")),
        numbers=local,  # type: ignore[arg-type]
        zones=tuple(zones),
        years=years,
        parameters=changed,
    )


def _read_commune(data: Found) -> dict[str, object]:
    reader = FieldReader(data, prefix="commune.")
    facts: dict[str, object] = {
        "code": reader.text("code_commune_insee"),
        "is_rurale": reader.flag("is_rurale"),
    }
    for name in ("population", "surface_m2", "prix_median_eur_m2"):
        facts[f"commune.{name}"] = _positive(reader, name)
    reader.close()
    return facts


def _positive(reader: FieldReader, name: str) -> float:
    number = reader.number(name, is_required=True)
    if number is None:
        return 0.0
    if number <= 0:
        reader.refuse(name, "le nombre doit être positif", number, "un nombre au-dessus de zéro")
    return float(number)


def _read_years(reader: FieldReader) -> int | None:
    years = reader.number("annees")
    if years is not None and not (1 <= years <= MAX_YEARS and years == int(years)):
        reader.refuse("annees", "la durée est hors limites", years, f"un entier de 1 à {MAX_YEARS}")
    return None if years is None else int(years)


def _read_parameters(reader: FieldReader, known: Parameters) -> dict[str, float]:
    data = reader.mapping("parametres", is_required=False) or {}
    inner = FieldReader(data, prefix="parametres.")
    changed: dict[str, float] = {}
    for name in data:
        number = inner.number(name)
        if name not in known:
            inner.refuse(name, "ce paramètre n'existe pas", number, "un nom de paramètre du profil")
        elif number is not None:
            changed[name] = float(number)
    reader.faults.extend(inner.faults)
    return changed


def _read_zones(reader: FieldReader, several: object, faults: FaultGatherer) -> Iterator[Zone]:
    """One zone written as `site` and `projet`, or several under `zones`."""
    if several is None:
        rows: list[object] = [{name: reader.mapping(name) or {} for name in ("site", "projet")}]
    else:
        rows = several if isinstance(several, list) and several else [None]
    names: set[str] = set()
    for number, row in enumerate(rows, start=1):
        prefix = "" if several is None else f"zones.{number}."
        with faults.catching():
            zone = _read_zone(row, prefix, number)
            if zone.name in names:
                raise UserFault.single(
                    "deux zones ont le même nom",
                    value=zone.name,
                    expected="un nom par zone",
                    place=Place(field=f"{prefix}nom"),
                )
            names.add(zone.name)
            yield zone


def _read_zone(row: object, prefix: str, number: int) -> Zone:
    if not isinstance(row, Mapping):
        raise UserFault.single(
            "la zone n'est pas un groupe de champs",
            place=Place(field=prefix.rstrip(".") or "zones"),
            expected="une liste de {nom, site, projet}",
        )
    outer = FieldReader(row, prefix=prefix)
    name = outer.text("nom", is_required=False) or str(number)
    parts = {part: outer.mapping(part) or {} for part in ("site", "projet")}
    site = FieldReader(parts["site"], prefix=f"{prefix}site.")
    fields = dict(parts["projet"])
    rows = fields.pop("phases", None)
    project = FieldReader(fields, prefix=f"{prefix}projet.")
    activity = site.choice("activite", Activity)
    nature = site.choice("nature", Nature, is_required=False) or Nature.FRICHE
    programme = project.choice("programme", Programme)
    decided_on = project.day("decide_le")
    developer = project.choice("porteur", Structure, is_required=False)
    phases = _read_phases(project, rows, f"{prefix}projet.")
    numbers = {"site.surface_m2": _positive(site, "surface_m2")}
    numbers |= _read_numbers(site, "site", SITE_NUMBERS, prefix)
    numbers |= _read_numbers(project, "projet", PROJECT_NUMBERS, prefix)
    _check_soils(site, numbers)
    with FaultGatherer() as faults:
        for reader in (outer, site, project):
            with faults.catching():
                reader.close()
    assert activity is not None
    assert programme is not None
    assert decided_on is not None
    return Zone(
        name=name,
        activity=activity,
        programme=programme,
        decided_on=decided_on,
        numbers=numbers,
        nature=nature,
        phases=phases,
        roles=None if developer is None else _roles(developer, programme),
    )


def _roles(developer: Structure, programme: Programme) -> Roles:
    """Who carries the project; a solar plant is run by whoever builds it."""
    is_run = programme is Programme.SOLAR_PLANT
    operator = developer if is_run else Structure.UNKNOWN
    return Roles(developer=developer, operator=operator, developer_operates=is_run)


SITE_NUMBERS = (
    "surface_polluee_m2",
    "stock_carbone_t",
    "sols_m2",
    "depenses_eur_an",
    "accidents",
)
PROJECT_NUMBERS = (
    "surface_depolluee_m2",
    "achat_eur",
    "droits_achat_eur",
    "revente_eur",
    "revente_batiments_eur",
    "stock_carbone_t",
    "couts_eur",
    "planchers_m2",
    "subventions_eur",
    "usage_transitoire",
    "industrie",
)
GROUP_NAMES = frozenset(
    {
        "sols_m2",
        "depenses_eur_an",
        "accidents",
        "couts_eur",
        "planchers_m2",
        "subventions_eur",
        "usage_transitoire",
        "industrie",
    }
)


def _read_numbers(
    reader: FieldReader, head: str, names: tuple[str, ...], prefix: str
) -> dict[str, float]:
    """Optional numbers by path; groups are read one level down. prefix : place of the zone."""
    found: dict[str, float] = {}
    for name in names:
        path = f"{head}.{name}"
        if name in GROUP_NAMES:
            found |= _read_group(reader, path, name, prefix)
            continue
        number = reader.number(name)
        if number is not None:
            found[path] = float(number)
            if number < 0 and path not in SIGNED:
                reader.refuse(name, "le nombre est négatif", number, "zéro ou plus")
    return found


def _read_group(reader: FieldReader, path: str, name: str, prefix: str) -> dict[str, float]:
    data = reader.mapping(name, is_required=False) or {}
    kind = GROUPS.get(path)
    known = [member.value for member in kind] if kind else None
    inner = FieldReader(data, prefix=f"{prefix}{path}.")
    found: dict[str, float] = {}
    for key in data:
        number = inner.number(key)
        if known is not None and key not in known:
            inner.refuse(key, "ce nom est inconnu", key, ", ".join(known))
        elif number is not None and number < 0:
            inner.refuse(key, "le nombre est négatif", number, "zéro ou plus")
        elif number is not None:
            found[f"{path}.{key}"] = float(number)
    reader.faults.extend(inner.faults)
    return found


def _check_soils(reader: FieldReader, numbers: Mapping[str, float]) -> None:
    area = numbers["site.surface_m2"]
    soils = sum(v for path, v in numbers.items() if path.startswith("site.sols_m2."))
    if soils and area > 0 and abs(soils - area) > SOIL_TOLERANCE * area:
        reader.refuse("sols_m2", "les sols ne font pas la surface du site", soils, f"{area} m²")
    if numbers.get("site.surface_polluee_m2", 0.0) > area > 0:
        found = numbers["site.surface_polluee_m2"]
        reader.refuse("surface_polluee_m2", "plus grande que le site", found, f"{area} m² au plus")


def _read_phases(reader: FieldReader, rows: object, prefix: str) -> tuple[Phase, ...]:
    if rows is None:
        return ONE_PHASE
    phases = []
    faults_before = len(reader.faults)
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
        place = f"{prefix}phases.{number}."
        inner = FieldReader(row if isinstance(row, Mapping) else {}, prefix=place)
        share, delay = _positive(inner, "part"), inner.number("delai_ans") or 0
        if delay < 0 or delay != int(delay):
            inner.refuse("delai_ans", "le délai n'est pas un nombre d'années", delay, "0, 1, 2…")
        with reader.faults.catching():
            inner.close()
        phases.append(Phase(share=share, delay_years=int(delay)))
    if len(reader.faults) > faults_before:
        return ONE_PHASE
    shares = sum(phase.share for phase in phases)
    if abs(shares - 1.0) > SHARE_TOLERANCE:
        reader.refuse("phases", "les parts des phases ne font pas un", shares, "une somme de 1")
    return tuple(phases) or ONE_PHASE
