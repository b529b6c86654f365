"""What happened to the convention, in the order of time: labels, signatures, pair, movements."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from essor.foundations.french import format_date
from essor.records.conventions.choices import RoleBinome
from essor.records.conventions.life import ConventionLife, Signature
from essor.records.conventions.models import Mandat
from essor.records.conventions.queries import MovementRow, Side

UNKNOWN = "date non publiée"
TO_COME = "à venir"
LAST = dt.date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the timeline.

    on : last day it may have happened, the end of time when nobody knows or it is to come
    kind : label, texte, binome, mouvement
    """

    on: dt.date
    when: str
    kind: str
    title: str
    detail: str = ""
    signature: Signature | None = None
    movement: MovementRow | None = None


def entries_of(life: ConventionLife) -> list[Entry]:
    """Return the timeline, oldest first; what has no date stands at the end."""
    found = [*_labels(life), *_texts(life), *_pair(life), *_movements(life)]
    return sorted(found, key=lambda one: one.on)


def _labels(life: ConventionLife) -> Iterator[Entry]:
    for row in life.phases:
        label = row.label
        if label is None:
            continue
        announced = label.actions_annoncees
        said = (
            "nombre d'actions non publié" if announced is None else f"{announced} actions annoncées"
        )
        yield Entry(
            on=label.obtenu.end if label.obtenu else LAST,
            when=label.obtenu.label() if label.obtenu else UNKNOWN,
            kind="label",
            title=f"Label Territoires d'industrie {label.phase}",
            detail=said,
        )


def _texts(life: ConventionLife) -> Iterator[Entry]:
    for one in life.signatures:
        signe = one.acte.signe
        yield Entry(
            on=signe.end if signe else LAST,
            when=signe.label() if signe else TO_COME,
            kind="texte",
            title=one.acte.nom if signe else f"{one.acte.nom}, en préparation",
            detail=one.acte.objet,
            signature=one,
        )


def _pair(life: ConventionLife) -> Iterator[Entry]:
    for one in life.mandats:
        role = RoleBinome(one.role).label
        if one.debut:
            yield _mandate(one, one.debut.end, one.debut.label(), f"{role} du binôme")
        if one.fin:
            yield _mandate(one, one.fin.end, one.fin.label(), f"Fin de mandat, {role.lower()}")


def _mandate(mandat: Mandat, on: dt.date, when: str, title: str) -> Entry:
    detail = f", {mandat.fonction}" if mandat.fonction else ""
    return Entry(on=on, when=when, kind="binome", title=title, detail=f"{mandat.nom}{detail}")


def _movements(life: ConventionLife) -> Iterator[Entry]:
    """Movements that no text carries: the others are read under their text."""
    shown = {one.acte.pk for one in life.signatures}
    for row in life.movements:
        if row.mouvement.acte_id in shown:
            continue
        at = row.mouvement.applied_at
        day = timezone.localtime(at).date() if at else None
        yield Entry(
            on=day or LAST,
            when=format_date(day) if day else TO_COME,
            kind="mouvement",
            title=_titled(row),
            detail=row.mouvement.motif,
            movement=row,
        )


def _titled(row: MovementRow) -> str:
    """Write « Scission : A12 → 2 actions »: what moves, in one line."""
    sides = [_counted(side) for side in (row.avant, row.apres) if side]
    return f"{row.mouvement.nom}\u00a0: {' → '.join(sides)}" if sides else row.mouvement.nom


def _counted(side: tuple[Side, ...]) -> str:
    codes = [one.action.code for one in side if one.action]
    if len(codes) == len(side):
        return ", ".join(codes)
    return f"{len(side)} actions" if len(side) > 1 else f"«\u00a0{side[0].titre}\u00a0»"
