"""Tables of the plan; every one is tracked and written by ``plans.actions`` only."""

from essor.records.plans.models.action import Action
from essor.records.plans.models.annonce import Annonce
from essor.records.plans.models.parts import (
    ActionPart,
    CommuneImplantation,
    Document,
    Financement,
    IntercommunaliteConcernee,
    LigneBudget,
    Note,
    Participant,
)
from essor.records.plans.models.plan import Axe, Plan

__all__ = [
    "Action",
    "ActionPart",
    "Annonce",
    "Axe",
    "CommuneImplantation",
    "Document",
    "Financement",
    "IntercommunaliteConcernee",
    "LigneBudget",
    "Note",
    "Participant",
    "Plan",
]
