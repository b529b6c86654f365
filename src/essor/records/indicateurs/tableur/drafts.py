"""What a row of a sheet says, once read: every fault of the row at once."""

import uuid
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from essor.foundations.absence import Absence
from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.foundations.periods import parse_period_fr
from essor.foundations.sourced import Confidence
from essor.records.indicateurs.choices import Nature
from essor.records.indicateurs.models import Indicateur
from essor.records.indicateurs.tableur.layout import SEPARATOR
from essor.records.indicateurs.tableur.read import Ligne
from essor.records.indicateurs.values import read_unit
from essor.records.plans.models import Action, Axe
from essor.records.plans.tableur import values

Readers = Mapping[str, Callable[[], Any]]
NEEDED_NEW = {
    "libelle": "Libellé", "unit": "Unité", "sens": "Sens", "agregation": "Agrégation",
}  # fmt: skip


def definition_of(ligne: Ligne) -> dict[str, Any]:
    """Return the filled fields of a definition. Raises UserFault with every fault."""
    readers: Readers = {
        **{
            name: partial(ligne.text, name)
            for name in (
                "libelle", "unit", "formule", "source_attendue", "source_attendue_href",
                "responsable_nom",
            )
        },
        **{
            name: partial(ligne.word, name)
            for name in ("sens", "agregation", "reponse", "confidentialite")
        },
        "periodicite_months": lambda: _whole(ligne, "periodicite_months"),
        "is_du_plan": partial(ligne.flag, "is_du_plan"),
        "is_par_action": partial(ligne.flag, "is_par_action"),
    }  # fmt: skip
    found = _gathered(ligne, readers)
    return {name: value for name, value in found.items() if value not in (None, "")}


def ties_of(
    ligne: Ligne, *, axes: Mapping[str, Axe], actions: Mapping[str, Action]
) -> tuple[list[Axe] | None, list[Action] | None]:
    """Return the ties that the row names, None where it says nothing. Raises UserFault."""
    with FaultGatherer() as faults:
        found_axes = _named(ligne, "axes", axes, "un axe du plan, par son titre", faults)
        found_actions = _named(
            ligne, "actions", actions, "une action du plan, par son code", faults
        )
    return found_axes, found_actions


def value_of(
    ligne: Ligne, *, row: Indicateur, actions: Mapping[str, Action], base: dict[str, Any]
) -> dict[str, Any]:
    """Return the fields of a value: those of the columns that are there, the rest from ``base``.

    Raises UserFault with every fault of the row.
    """
    readers: Readers = {
        "periode": lambda: ligne.read("periode", lambda cell: parse_period_fr(values.shown(cell))),
        "nature": lambda: Nature(ligne.word("nature") or Nature.VALEUR),
        "action": lambda: _action(ligne, actions),
        "absence": lambda: Absence(word) if (word := ligne.word("absence")) else None,
        "is_self_declared": lambda: bool(ligne.flag("is_self_declared")),
        "confiance": lambda: Confidence(word) if (word := ligne.word("confiance")) else None,
        "read_on": lambda: ligne.day("read_on"),
        "published_on": lambda: ligne.day("published_on"),
        "licence": lambda: ligne.text("licence"),
        **_cited(ligne),
    }
    needed = {"periode": "Période", "source_title": "Source", "read_on": "Lu le",
              "confiance": "Confiance"}  # fmt: skip
    return _completed(ligne, row, readers, base, needed)


def target_of(ligne: Ligne, *, row: Indicateur, base: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a target, in the same way. Raises UserFault."""
    readers: Readers = {"cible_on": lambda: ligne.day("cible_on"), **_cited(ligne)}
    return _completed(ligne, row, readers, base, {"cible_on": "Échéance", "source_title": "Source"})


def identity_of(ligne: Ligne) -> uuid.UUID | None:
    """Return the identity that the row bears, if any. Raises UserFault."""
    text = ligne.text("id") if ligne.has("id") else ""
    try:
        return uuid.UUID(text) if text else None
    except ValueError as error:
        raise UserFault.single(
            "l'identifiant ne se lit pas", place=ligne.at("id"), value=text,
            expected="l'identifiant tel qu'il a été exporté, ou rien pour une nouvelle ligne",
        ) from error  # fmt: skip


def missing(ligne: Ligne, label: str) -> Fault:
    """Return the fault of a cell that must be filled."""
    return Fault(
        message="la cellule est vide", place=ligne.place.within(Place(column=label)),
        expected=label.lower(), code="vide",
    )  # fmt: skip


def _cited(ligne: Ligne) -> dict[str, Callable[[], Any]]:
    return {
        **{name: partial(ligne.number, name) for name in ("value", "low", "high")},
        **{
            name: partial(ligne.text, name)
            for name in ("source_title", "source_href", "commentaire")
        },
    }


def _completed(
    ligne: Ligne, row: Indicateur, readers: Readers, base: dict[str, Any], needed: dict[str, str]
) -> dict[str, Any]:
    with FaultGatherer() as faults:
        found = dict(base)
        with faults.catching():
            found |= _gathered(ligne, readers)
        with faults.catching():
            _refuse_other_unit(ligne, row)
        if not faults:
            faults.extend(
                missing(ligne, label) for name, label in needed.items() if not found.get(name)
            )
    return found


def _gathered(ligne: Ligne, readers: Readers) -> dict[str, Any]:
    found = {}
    with FaultGatherer() as faults:
        for name, reader in readers.items():
            if ligne.has(name):
                with faults.catching(ligne.place):
                    found[name] = reader()
    return found


def _refuse_other_unit(ligne: Ligne, row: Indicateur) -> None:
    unit = ligne.text("unit") if ligne.has("unit") else ""
    if unit and read_unit(unit) != row.unit:
        raise UserFault.single(
            "ce n'est pas l'unité de l'indicateur", place=ligne.at("unit"), value=unit,
            expected=row.unit_label, code="unite",
        )  # fmt: skip


def _whole(ligne: Ligne, name: str) -> int | None:
    number = ligne.number(name)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise UserFault.single(
            "ce n'est pas un nombre entier", place=ligne.at(name), value=str(number),
            expected="un nombre de mois",
        )  # fmt: skip
    return int(number)


def _action(ligne: Ligne, actions: Mapping[str, Action]) -> Action | None:
    code = ligne.text("action")
    if code and code.upper() not in actions:
        raise UserFault.single(
            "cette action n'est pas dans le plan", place=ligne.at("action"), value=code,
            expected="le code d'une action",
        )  # fmt: skip
    return actions[code.upper()] if code else None


def _named(
    ligne: Ligne, name: str, known: Mapping[str, Any], expected: str, faults: FaultGatherer
) -> list[Any] | None:
    text = ligne.text(name) if ligne.has(name) else ""
    if not text:
        return None
    found = []
    for one in text.split(SEPARATOR.strip()):
        key = one.strip().casefold()
        if key in known:
            found.append(known[key])
        elif key:
            faults.add_message(
                "ce nom n'est pas connu", place=ligne.at(name), value=one.strip(),
                expected=expected, code="inconnu",
            )  # fmt: skip
    return found
