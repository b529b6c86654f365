"""Run the worked cases in French: the specification that a non-programmer can read and extend.

Each YAML file names a function, then its cases: `entree` with either `attendu` (the result, its
hand calculation in a comment) or `refus` (the code of the fault) and `contient` (a part of its
sentence, case indifferent).
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from essor.engines.terres.compatibility.check import check
from essor.engines.terres.compatibility.laboratory.values import parse_value
from essor.engines.terres.compatibility.lots import read_lot
from essor.engines.terres.compatibility.sheets import read_outlet
from essor.engines.terres.vocabulary import OutletKind
from essor.foundations import codes
from essor.foundations.errors import UserFault
from essor.foundations.french import parse_amount_eur, parse_date_fr
from essor.foundations.periods import parse_period_fr
from essor.foundations.sourced import Source, SourcedValue
from essor.foundations.sums import sum_values
from essor.references.loader import parameter

FOLDER = Path(__file__).parent
SOURCE = Source(
    title="Cas d'école",
    href="https://example.org",
    licence="aucune donnée réelle",
    read_on=date(2026, 1, 1),
).as_dict()


def parameter_label(entry: dict) -> str:
    found = parameter(entry["nom"])
    return found.at(entry["au"]).label(found.unit)


def sum_label(entries: list[dict]) -> str:
    common = {"unit": "EUR", "source": SOURCE, "confidence": "haute", "observed_on": "2026-01-01"}
    return sum_values(
        [SourcedValue.from_dict(common | entry) for entry in entries], unit="EUR"
    ).label()


def verdict(entry: dict) -> str:
    """A lot at an inert landfill or another outlet, on a day: the verdict and its reason."""
    lot = read_lot(
        id="lot", waste_code=entry["code"], analyses=entry["analyses"], profile=entry["profil"]
    )
    outlet = read_outlet(id="exutoire", kind=OutletKind(entry["nature"]), sheet=entry["fiche"])
    return check(lot=lot, outlet=outlet, on=entry["au"]).sentence


def measured(entry: dict) -> str:
    """A cell of a report, with its limit of quantification, as the rules read it."""
    limit = None if entry.get("lq") is None else Decimal(str(entry["lq"]))
    found = parse_value(entry["cellule"]).measure(limit)
    return "non mesuré" if found is None else found.label(entry["unite"])


FUNCTIONS: dict[str, Callable] = {
    "siren": codes.parse_siren,
    "siret": codes.parse_siret,
    "commune": codes.parse_code_commune_insee,
    "departement": codes.parse_code_departement,
    "region": codes.parse_code_region,
    "siren_epci": codes.parse_siren_epci,
    "naf_rev2": codes.parse_naf_rev2,
    "naf_2025": codes.parse_naf_2025,
    "date": parse_date_fr,
    "montant": parse_amount_eur,
    "periode": lambda text: parse_period_fr(text).iso(),
    "parametre": parameter_label,
    "somme": sum_label,
    "verdict": verdict,
    "mesure": measured,
}


def worked_cases():
    for file in sorted(FOLDER.rglob("*.yaml")):
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        for case in document["cas"]:
            name = f"{file.relative_to(FOLDER).with_suffix('')}: {case['nom']}"
            yield pytest.param(document["fonction"], case, id=name)


def plain(text: str) -> str:
    """Cases are typed with plain spaces; no-break ones are tested elsewhere."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def shown(result: object) -> object:
    if isinstance(result, date):
        return result
    return plain(str(result) if isinstance(result, Decimal) else result)


@pytest.mark.parametrize(("function", "case"), worked_cases())
def test_worked_case(function, case):
    if "attendu" in case:
        assert shown(FUNCTIONS[function](case["entree"])) == case["attendu"]
        return
    with pytest.raises(UserFault) as caught:
        FUNCTIONS[function](case["entree"])
    assert caught.value.faults[0].code == case["refus"]
    assert case["contient"].lower() in plain(str(caught.value)).lower()


def test_every_case_says_one_thing_and_knows_its_keys():
    for file in FOLDER.rglob("*.yaml"):
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert set(document) == {"fonction", "cas"}
        assert document["fonction"] in FUNCTIONS
        for case in document["cas"]:
            assert set(case) in (
                {"nom", "entree", "attendu"},
                {"nom", "entree", "refus", "contient"},
            ), case["nom"]


def test_every_function_has_its_cases():
    documents = [
        yaml.safe_load(file.read_text(encoding="utf-8")) for file in FOLDER.rglob("*.yaml")
    ]
    assert {document["fonction"] for document in documents} == set(FUNCTIONS)
