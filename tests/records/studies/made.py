"""A study for the tests."""

import datetime as dt
from typing import Any

from essor.records.plans.models import Plan
from essor.records.studies.actions import create_study
from essor.records.studies.answers import Answers, inputs_of
from essor.records.studies.models import Study
from essor.references.loader import parameters
from tests.factories import system

DAY = dt.date(2026, 11, 3)


def answers(**values: Any) -> Answers:
    return Answers(
        **{
            "code_commune_insee": "63113",
            "surface_ha": 5.0,
            "activite": "industrielle",
            "programme": "industrie",
            "porteur": "epci",
            "decide_le": dt.date(2027, 1, 1),
            **values,
        }
    )


def make_inputs(**values: Any) -> dict[str, Any]:
    return inputs_of(answers(**values), parameters=parameters())


def make_study(plan: Plan, titre: str = "Une friche", **values: Any) -> Study:
    values.setdefault("inputs", make_inputs())
    values.setdefault("draws", 200)
    return create_study(by=system(plan.territoire), plan=plan, titre=titre, **values)
