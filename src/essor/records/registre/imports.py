"""Take a register kept elsewhere: seen before anything is written, the same file twice is once."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from essor.engines.terres.registre.lines import CheckedLine, Gravite, Remarque
from essor.engines.terres.registre.reading import RegisterFile
from essor.engines.terres.registre.validate import Identity, check_lines
from essor.records.accounts.permissions import Access
from essor.records.journal.actions import OpenOperation, operation
from essor.records.plans.models import Plan
from essor.records.registre.actions import KIND, new_ligne
from essor.records.registre.checking import OF_ITS_TIME, due_on, kept_values
from essor.records.registre.choices import EtatLigne, MotifLigne
from essor.records.registre.models import LigneRegistre
from essor.records.registre.permissions import require_write


class Sort(StrEnum):
    """What becomes of one line of a file."""

    NOUVELLE = "nouvelle"
    INCHANGEE = "inchangée"
    CORRIGEE = "corrigée"
    REFUSEE = "refusée"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One line of a file beside what the register holds."""

    line: CheckedLine
    sort: Sort
    stored: LigneRegistre | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an import would do, line by line."""

    file: RegisterFile
    seen: tuple[Seen, ...]

    def count(self, sort: Sort) -> int:
        """Return how many lines would be so."""
        return sum(1 for one in self.seen if one.sort is sort)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Return the numbers, in words."""
        return [(sort.value, self.count(sort)) for sort in Sort]

    @property
    def remarques(self) -> tuple[Remarque, ...]:
        """Every remark, line by line."""
        return tuple(one for seen in self.seen for one in seen.line.remarques)


def preview_import(
    *, by: Access, plan: Plan, file: RegisterFile, today: dt.date, is_declared: bool
) -> Preview:
    """Say what an import would do, without writing. Raises Forbidden.

    is_declared : the file is what was already sent, so its age and its deadline do not matter
    """
    require_write(by, plan)
    lines = check_lines(file.lines, genre=file.genre, today=today)
    stored = {
        (row.siret, row.public_id): row
        for row in LigneRegistre.objects.filter(plan=plan, genre=file.genre)
    }
    return Preview(file=file, seen=tuple(_seen(lines, stored, is_declared)))


def import_lignes(
    *, by: Access, plan: Plan, preview: Preview, today: dt.date, is_declared: bool
) -> Preview:
    """Write what a preview says, refused lines left out; all or none. Raises Forbidden."""
    require_write(by, plan)
    with operation(
        kind=f"{KIND}.importer",
        author=by,
        territoire_code=by.territoire_code,
        reason=preview.file.file_name[:200],
    ) as op:
        for one in preview.seen:
            if one.sort is Sort.NOUVELLE:
                _create(op, plan, preview.file.genre, one.line, today, is_declared=is_declared)
            elif one.sort is Sort.CORRIGEE and one.stored is not None:
                _change(op, one.stored, one.line, today, is_declared=is_declared)
    return preview


def _seen(
    lines: tuple[CheckedLine, ...], stored: Mapping[Identity, LigneRegistre], is_declared: bool
) -> Iterator[Seen]:
    for raw in lines:
        line = _aged(raw) if is_declared else raw
        row = stored.get(line.identity)
        if not line.is_valid:
            yield Seen(line=line, sort=Sort.REFUSEE, stored=row)
        elif row is None:
            is_orphan = bool(line.champs.get("reason")) and not is_declared
            found = _with(line, "identifiant_inconnu", _ORPHAN) if is_orphan else line
            yield Seen(line=found, sort=Sort.REFUSEE if is_orphan else Sort.NOUVELLE)
        elif _is_same(line, row):
            yield Seen(line=line, sort=Sort.INCHANGEE, stored=row)
        elif line.champs.get("reason"):
            yield Seen(line=line, sort=Sort.CORRIGEE, stored=row)
        else:
            found = _with(line, "identifiant_declare", _OTHER)
            yield Seen(line=found, sort=Sort.REFUSEE, stored=row)


_ORPHAN = "le motif vise une ligne que ce registre n'a pas"
_OTHER = "une ligne différente porte déjà cet identifiant"


def _is_same(line: CheckedLine, row: LigneRegistre) -> bool:
    said = {name: text for name, text in line.champs.items() if name != "reason"}
    if line.champs.get("reason") == MotifLigne.ANNULER:
        return bool(row.etat == EtatLigne.ANNULEE or row.motif == MotifLigne.ANNULER)
    return bool(said == row.champs)


def _aged(line: CheckedLine) -> CheckedLine:
    """Forget what only matters on the day of sending."""
    kept = tuple(one for one in line.remarques if one.code not in OF_ITS_TIME)
    return replace(line, remarques=kept)


def _with(line: CheckedLine, code: str, message: str) -> CheckedLine:
    remark = Remarque(
        number=line.number,
        champ="publicId",
        entete="Identifiant unique",
        code=code,
        message=message,
        value=line.identity[1],
        expected="le motif MODIFIER ou ANNULER pour une ligne tenue ici, aucun pour une neuve",
        gravite=Gravite.REFUS,
    )
    return replace(line, remarques=(remark, *line.remarques))


def _create(
    op: OpenOperation,
    plan: Plan,
    genre: str,
    line: CheckedLine,
    today: dt.date,
    *,
    is_declared: bool,
) -> None:
    row = new_ligne(op, plan=plan, genre=genre, champs=line.champs, today=today)
    if not is_declared:
        return
    is_cancelled = line.champs.get("reason") == MotifLigne.ANNULER
    op.change(
        row,
        etat=EtatLigne.ANNULEE if is_cancelled else EtatLigne.DECLAREE,
        raison="Annulée dans le registre importé" if is_cancelled else "",
        declared_on=today,
    )


def _change(
    op: OpenOperation, row: LigneRegistre, line: CheckedLine, today: dt.date, *, is_declared: bool
) -> None:
    """Take a correction or a cancellation: already sent, or to be sent."""
    is_cancelled = line.champs["reason"] == MotifLigne.ANNULER
    is_sent = is_declared or row.declared_on is not None
    raison = "Annulée par un import" if is_cancelled else "Corrigée par un import"
    values: dict[str, Any] = {} if is_cancelled else kept_values(line, line.champs, row.genre)
    if is_declared or not is_sent:
        sent = EtatLigne.DECLAREE if is_declared else EtatLigne.PRETE
        etat = EtatLigne.ANNULEE if is_cancelled else sent
        day = today if is_declared else row.declared_on
        op.change(row, **values, etat=etat, motif="", raison=raison, declared_on=day)
    else:
        motif = MotifLigne.ANNULER if is_cancelled else MotifLigne.MODIFIER
        values["echeance_on"] = due_on(today)
        op.change(row, **values, etat=EtatLigne.PRETE, motif=motif, raison=raison)
