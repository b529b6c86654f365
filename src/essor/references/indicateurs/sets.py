"""Read the starting sets of indicators, gathering every fault of every file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from essor.foundations.errors import FaultGatherer, Place
from essor.foundations.fields import FieldReader
from essor.foundations.units import UNITS
from essor.references.parameter import Status
from essor.references.yaml_reading import read_yaml

FOLDER = "jeux"
LONGEST_PERIODICITE = 120  # months


class SetSens(StrEnum):
    """Which way is better."""

    HAUSSE = "hausse"
    BAISSE = "baisse"
    NEUTRE = "neutre"


class SetAgregation(StrEnum):
    """How values add up."""

    SOMME = "somme"
    DERNIER = "dernier"
    NON_SOMMABLE = "non_sommable"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicateurPropose:
    """One definition that a territory may start from.

    cle : stable name, « reindustrialisation/emplois_crees »; source_title, source_href : where the
    values are expected to be read; is_par_action : one value per action, that add up
    observatoire_code : what the observatory will call it, empty where people must say it
    """

    cle: str
    libelle: str
    unit: str
    sens: SetSens
    agregation: SetAgregation
    formule: str
    source_title: str
    source_href: str
    periodicite_months: int | None
    is_par_action: bool
    piege: str
    observatoire_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JeuDepart:
    """The definitions of one answer; ``reference`` says where they come from."""

    reponse: str
    titre: str
    question: str
    reference_title: str
    reference_href: str
    status: Status
    checked_on: date
    indicateurs: tuple[IndicateurPropose, ...]


@cache
def starting_sets() -> Mapping[str, JeuDepart]:
    """Return the sets shipped with Essor, by answer. Raises UserFault with every fault."""
    return load_sets(files("essor.references.indicateurs") / FOLDER)


def load_sets(folder: Traversable) -> dict[str, JeuDepart]:
    """Read every YAML file of a folder, in alphabetical order. Raises UserFault with all faults."""
    found: dict[str, JeuDepart] = {}
    with FaultGatherer() as faults:
        for file in sorted(folder.iterdir(), key=lambda one: one.name):
            if not file.name.endswith(".yaml"):
                continue
            with faults.catching(Place(file=file.name)):
                data = read_yaml(file.read_text(encoding="utf-8"), file=file.name)
                reponse = file.name.removesuffix(".yaml")
                found[reponse] = read_set(data, reponse=reponse, file=file.name)
    return found


def read_set(data: Mapping[str, object], *, reponse: str, file: str) -> JeuDepart:
    """Build one set from the fields of its file. Raises UserFault with every fault."""
    reader = FieldReader(data, place=Place(file=file))
    titre, question = reader.text("titre"), reader.text("question")
    status, checked_on = reader.choice("status", Status), reader.day("checked_on")
    reference = reader.mapping("reference")
    title = href = ""
    with reader.faults.catching(Place(file=file, field="reference")):
        inner = FieldReader(reference or {}, prefix="reference.")
        title, href = inner.text("title"), _link(inner, "href")
        inner.close()
    items = reader.mapping("indicateurs") or {}
    made = []
    for name, item in items.items():
        with reader.faults.catching(Place(file=file, field=f"indicateurs.{name}")):
            made.append(_propose(f"{reponse}/{name}", item))
    reader.close()
    assert status is not None
    assert checked_on is not None
    return JeuDepart(
        reponse=reponse,
        titre=titre,
        question=question,
        reference_title=title,
        reference_href=href,
        status=status,
        checked_on=checked_on,
        indicateurs=tuple(made),
    )


def _propose(cle: str, item: object) -> IndicateurPropose:
    fields = {str(k): v for k, v in item.items()} if isinstance(item, Mapping) else {}
    reader = FieldReader(fields)
    unit = reader.text("unit")
    if unit and unit not in UNITS:
        reader.refuse("unit", "l'unité est inconnue", unit, ", ".join(UNITS))
    sens, agregation = reader.choice("sens", SetSens), reader.choice("agregation", SetAgregation)
    months = reader.number("periodicite_months")
    if months is not None and not 1 <= months <= LONGEST_PERIODICITE:
        reader.refuse("periodicite_months", "la périodicité est impossible", months, "1 à 120 mois")
    texts = {name: " ".join(reader.text(name).split()) for name in ("libelle", "formule")}
    source, href = reader.text("source"), _link(reader, "source_href")
    is_par_action = reader.flag("is_par_action")
    piege = " ".join(reader.text("piege", is_required=False).split())
    observatoire_code = reader.text("observatoire", is_required=False)
    reader.close()
    assert sens is not None
    assert agregation is not None
    return IndicateurPropose(
        cle=cle,
        unit=unit,
        sens=sens,
        agregation=agregation,
        source_title=source,
        source_href=href,
        periodicite_months=None if months is None else int(months),
        is_par_action=is_par_action,
        piege=piege,
        observatoire_code=observatoire_code,
        **texts,
    )


def _link(reader: FieldReader, name: str) -> str:
    href = reader.text(name, is_required=False)
    if href and not href.startswith(("https://", "http://")):
        reader.refuse(name, "le lien n'est pas une adresse", href, "une adresse en https://")
    return href
