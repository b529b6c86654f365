"""One computed study, shared by the tests of its document."""

import dataclasses
import datetime as dt

import pytest

from essor.references.loader import parameters
from essor.reports.etude_friche.facts import StudyFacts, gather
from essor.reports.etude_friche.from_inputs import facts_of_inputs
from tests.engines.friches.studies import document

ON = dt.date(2026, 11, 23)


def computed(programme: str = "centralite_urbaine", **changes) -> StudyFacts:
    """Compute a study of 9.5 ha whose polluted area is drawn and remediation cost is given."""
    extra = changes.pop("extra", {})
    inputs = document(
        programme,
        area=95_000,
        site={"surface_polluee_m2": 60_000},
        projet={"couts_eur": {"depollution": 9_000_000}, "porteur": "epci"}
        | changes.pop("projet", {}),
        incertitudes={
            "site.surface_polluee_m2": {
                "loi": "triangulaire", "bas": 20_000, "mode": 60_000, "haut": 90_000
            }
        },
        **extra,
    )  # fmt: skip
    said = {
        "titre": "Que devient Cataroux ?",
        "notice": "Surface publiée. Le reste est supposé.",
        "territoire": "Clermont Arverne Industrie",
        "is_demonstration": True,
        "profil": "france-2025",
        "draws": 150,
        "seed": 7,
    }
    return facts_of_inputs(inputs, on=ON, files=parameters(), **said | changes)


@pytest.fixture(scope="session")
def facts() -> StudyFacts:
    return computed()


def changed(facts: StudyFacts, **fields) -> StudyFacts:
    """Gather again the facts of a sheet with some fields changed."""
    return gather(dataclasses.replace(facts.sheet, **fields), files=parameters())
