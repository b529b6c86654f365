"""Indicators, values and targets for the tests."""

import datetime as dt
from decimal import Decimal
from typing import Any

from essor.foundations.absence import Absence
from essor.foundations.periods import Period
from essor.foundations.sourced import Confidence, Source, SourcedValue
from essor.records.indicateurs.actions import create_indicateur
from essor.records.indicateurs.models import Cible, Indicateur, Valeur
from essor.records.indicateurs.record import record_value, set_target
from essor.records.indicateurs.values import CibleValues, ValeurValues
from essor.records.plans.models import Plan
from tests.factories import system

READ_ON = dt.date(2026, 11, 1)


def make_indicateur(plan: Plan, libelle: str = "Emplois créés", **values: Any) -> Indicateur:
    """Add an indicator of the whole plan, the last value of which counts."""
    found = {"unit": "emploi", "sens": "hausse", "agregation": "dernier", "is_du_plan": True}
    by = system(plan.territoire)
    return create_indicateur(by=by, plan=plan, libelle=libelle, **{**found, **values})


def valeur_values(value: int | None, year: int, **values: Any) -> ValeurValues:
    """Return a value of a whole year."""
    found = {
        "periode": Period.year(year),
        "source_title": "Relevé annuel",
        "read_on": READ_ON,
        "confiance": Confidence.HAUTE,
        "value": None if value is None else Decimal(value),
    }
    return ValeurValues(**{**found, **values})


def cible_values(value: int, year: int) -> CibleValues:
    """Return a target for the end of a year."""
    return CibleValues(cible_on=dt.date(year, 12, 31), source_title="Contrat", value=Decimal(value))


def say(indicateur: Indicateur, value: int | None, *, year: int, **values: Any) -> Valeur:
    """Record what an indicator was worth over a year."""
    by = system(indicateur.plan.territoire)
    return record_value(by=by, indicateur=indicateur, values=valeur_values(value, year, **values))


def aim(indicateur: Indicateur, value: int, year: int = 2027) -> Cible:
    """Set a target for the end of a year."""
    by = system(indicateur.plan.territoire)
    return set_target(by=by, indicateur=indicateur, values=cible_values(value, year))


def measured(
    value: int | None, *, declared: bool = False, absence: Absence | None = None
) -> SourcedValue:
    """Return a sourced value of the end of 2024, in jobs."""
    return SourcedValue(
        unit="emploi",
        source=Source(
            title="Un relevé", href="https://exemple.fr/releve", licence="ouverte", read_on=READ_ON
        ),
        confidence=Confidence.HAUTE,
        observed_on=dt.date(2024, 12, 31),
        value=None if value is None else Decimal(value),
        absence=absence,
        is_self_declared=declared,
    )
