"""The right of those who sign and preside to be forgotten: their name goes, the fact stays."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from essor.foundations.errors import UserFault
from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.conventions.models import Acte, Mandat, Mouvement, Signataire
from essor.records.journal.actions import operation
from essor.records.journal.erasure import SHORTEST_NAME, blotted, erase_from_events
from essor.records.journal.models import Event, Tracked
from essor.records.plans.models import Plan
from essor.records.plans.permissions import require_edit_plan

KIND = "conventions.personne.effacer"
ERASED_NAME = "Personne effacée"
# Texts of the room where a person may be named in passing.
MAY_NAME = {Acte: ("titre", "objet"), Mouvement: ("motif",)}


def erase_person(*, by: Access, plan: Plan, nom: str) -> int:
    """Erase a person from the signatures and the pair of a plan, and from their whole history.

    That a body signed and that somebody presided stays, with its dates. Cannot be undone.
    Returns the number of rows that named her. Raises Forbidden, UserFault when nobody bears it.
    """
    require_edit_plan(by, plan)
    signed, presided = _named(plan, nom)
    if not (signed or presided):
        raise UserFault.single(
            "Personne ne porte ce nom parmi les signataires et dans le binôme.",
            value=nom,
            expected="un nom tel qu'il est écrit sur la page",
            field="nom",
        )
    borne = [*(one.nom for one in signed), *(one.nom for one in presided), nom.strip()]
    names = _forms(set(borne))
    with operation(kind=KIND, author=by, territoire_code=by.territoire_code) as op:
        for row in signed:
            op.change(row, nom=_free_name(row))
        for mandat in presided:
            op.change(mandat, nom=ERASED_NAME, fonction="")
        passing = list(_passing(plan))
        for text in passing:
            texts: dict[str, Any] = {
                name: blotted(getattr(text, name), names) for name in MAY_NAME[type(text)]
            }
            op.change(text, **texts)
        _erase_history(signed, presided, passing, names)
        # whoever hears of the operation hears that it happened, not what was erased
        op.events = [replace(event, changes={}) for event in op.events]
    return len(signed) + len(presided)


def _named(plan: Plan, nom: str) -> tuple[list[Signataire], list[Mandat]]:
    wanted = fold(nom)
    signed = [
        one
        for one in Signataire.objects.filter(acte__plan=plan)
        if wanted and fold(one.nom) == wanted
    ]
    presided = [
        one for one in Mandat.objects.filter(plan=plan) if wanted and fold(one.nom) == wanted
    ]
    return signed, presided


def _free_name(row: Signataire) -> str:
    """Return what stands for the name: two people of one body may be erased from one text."""
    sisters = Signataire.objects.filter(acte_id=row.acte_id, structure=row.structure)
    taken = set(sisters.exclude(pk=row.pk).values_list("nom", flat=True))
    numbered = (f"{ERASED_NAME} ({number})" for number in range(2, len(taken) + 3))
    return next(name for name in (ERASED_NAME, *numbered) if name not in taken)


def _passing(plan: Plan) -> Iterable[Acte | Mouvement]:
    yield from Acte.objects.filter(plan=plan)
    yield from Mouvement.objects.filter(plan=plan)


def _erase_history(
    signed: list[Signataire],
    presided: list[Mandat],
    passing: list[Acte | Mouvement],
    names: set[str],
) -> None:
    erase_from_events(objects=[one.pk for one in signed], fields={"nom": ERASED_NAME}, names=names)
    erase_from_events(
        objects=[one.pk for one in presided],
        fields={"nom": ERASED_NAME, "fonction": ""},
        names=names,
        label=ERASED_NAME,
    )
    erase_from_events(objects=[row.pk for row in passing], fields={}, names=names)
    # rows deleted since named her too: their history is found by what it says
    gone = Event.objects.filter(
        object_kind__in=[model._meta.label_lower for model in (Signataire, Mandat)],
        root_id__in={_root(one) for one in (*signed, *presided)},
    ).exclude(object_id__in=[one.pk for one in (*signed, *presided)])
    objects = {
        event.object_id
        for event in gone
        if any(value and fold(str(value)) in {fold(name) for name in names}
               for value in event.changes.get("nom", ()))
    }  # fmt: skip
    erase_from_events(objects=objects, fields={"nom": ERASED_NAME}, names=names, label=ERASED_NAME)


def _root(row: Tracked) -> object:
    return row.journal_root


def _forms(names: set[str]) -> set[str]:
    words = {word for name in names for word in name.split()}
    return {name for name in names | words if len(name) >= SHORTEST_NAME}
