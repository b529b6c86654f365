"""Take a weighbridge's file: the preview writes for real and takes it all back, so it never lies.

Sending the same file again changes nothing: a slip is known by its number, day and destination,
or, without a number, by everything that it says.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from essor.foundations.errors import Fault, FaultGatherer, UserFault
from essor.foundations.french import format_number
from essor.foundations.tables import Workbook
from essor.records.accounts.permissions import Access
from essor.records.bordereaux.choices import SourceBordereau
from essor.records.bordereaux.models import Bordereau
from essor.records.bordereaux.permissions import require_manage_bordereaux, require_undo_import
from essor.records.bordereaux.seuils import number
from essor.records.bordereaux.tableur.codes import Codes, Inconnu
from essor.records.bordereaux.tableur.colonnes import Champ, Colonne
from essor.records.bordereaux.tableur.lecture import Ligne, Lu, read_ligne, read_table
from essor.records.journal.actions import OpenOperation, operation, revert_operation
from essor.records.journal.models import Operation
from essor.records.journal.previews import confirm, fingerprint_of, preview
from essor.records.plans.models import Plan
from essor.records.terres.models import Chantier, Exutoire, Lot, Plateforme

KIND = "terres.bordereaux.importer"
REASON_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Reglages:
    """What the person said beside the file.

    is_in_kilograms : unit of the weights where the heads say none ; chantier : site of the rows
    that name neither lot nor site ; choices : what unknown texts mean, by their key
    """

    is_in_kilograms: bool | None = None
    chantier: Chantier | None = None
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All that a file does, or would do; ``fingerprint`` changes whenever that changes."""

    sheet: str = ""
    columns: tuple[Colonne, ...] = ()
    ignored: tuple[str, ...] = ()
    added: tuple[Bordereau, ...] = ()
    known: int = 0
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    unknown: tuple[Inconnu, ...] = ()
    fingerprint: str = ""

    @property
    def is_ok(self) -> bool:
        """Nothing prevents the import."""
        return not self.faults

    @property
    def tonnes(self) -> Any:
        """Tonnes that the file adds."""
        return sum(one.tonnes for one in self.added)


def preview_import(*, by: Access, plan: Plan, book: Workbook, reglages: Reglages) -> Outcome:
    """Return what the file would do, every fault included; nothing stays. Raises Forbidden."""
    require_manage_bordereaux(by, plan)
    return preview(partial(_run, by, plan, book, reglages))


def import_bordereaux(
    *, by: Access, plan: Plan, book: Workbook, reglages: Reglages, expected_fingerprint: str
) -> Outcome:
    """Write what the preview showed, all or nothing.

    Raises Forbidden, UserFault with every fault, or when slips came in since the preview.
    """
    require_manage_bordereaux(by, plan)
    return confirm(
        partial(_run, by, plan, book, reglages),
        expected_fingerprint=expected_fingerprint,
        moved="Des bordereaux sont arrivés depuis l'aperçu\u00a0: rien n'est écrit.",
    )


def undo_import(*, by: Access, plan: Plan, row: Operation) -> Operation:
    """Take back a whole file. Raises Forbidden, UserFault when one of its slips changed since."""
    require_undo_import(by, plan)
    if row.kind != KIND or row.territoire_code != by.territoire_code:
        raise UserFault.single("Cette opération n'est pas un import de bordereaux.")
    return revert_operation(author=by, row=row)


def _run(by: Access, plan: Plan, book: Workbook, reglages: Reglages) -> Outcome:
    table = read_table(book)
    importer = _Importer(plan=plan, reglages=reglages)
    with operation(
        kind=KIND,
        author=by,
        territoire_code=by.territoire_code,
        reason=book.file_name[:REASON_LENGTH],
    ) as op:
        importer.take(op, table.lignes)
    return Outcome(
        sheet=table.sheet,
        columns=table.columns,
        ignored=table.ignored,
        added=tuple(importer.added),
        known=importer.known,
        faults=importer.faults.faults,
        warnings=tuple(importer.warnings),
        unknown=importer.codes.unknown(),
        fingerprint=fingerprint_of([_told(one) for one in importer.added]),
    )


@dataclass(slots=True, kw_only=True)
class _Importer:
    plan: Plan
    reglages: Reglages
    codes: Codes = field(init=False)
    added: list[Bordereau] = field(default_factory=list)
    known: int = 0
    faults: FaultGatherer = field(default_factory=FaultGatherer)
    warnings: list[Fault] = field(default_factory=list)
    numbered: dict[tuple[Any, ...], Bordereau] = field(default_factory=dict)
    bare: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    heaviest: int = 0

    def __post_init__(self) -> None:
        self.codes = Codes(self.plan, self.reglages.choices)

    def take(self, op: OpenOperation, lignes: tuple[Ligne, ...]) -> None:
        """Take every row; a faulty one prevents no other from being read."""
        read = [self._read(ligne) for ligne in lignes]
        rows = [(ligne, row) for ligne, row in read if row is not None]
        self._know(rows)
        for ligne, row in rows:
            with self.faults.catching(ligne.place()):
                self._take(op, ligne, row)

    def _read(self, ligne: Ligne) -> tuple[Ligne, Bordereau | None]:
        faults = FaultGatherer()
        lu = read_ligne(ligne, faults, is_in_kilograms=self.reglages.is_in_kilograms)
        ends = self._ends(lu, faults)
        self.faults.extend(faults.faults)
        if faults:
            return ligne, None
        source = SourceBordereau.IMPORT
        return ligne, Bordereau(plan=self.plan, source=source, **lu.values, **ends)

    def _ends(self, lu: Lu, faults: FaultGatherer) -> dict[str, Any]:
        """Look up the lot and both ends of the trip."""
        lot = self._lot(lu, faults)
        found: dict[str, Any] = {"lot": lot}
        origin = self.codes.origin(lu.chantier) if lu.chantier else None
        if lu.chantier and origin is None:
            faults.add(_unknown(lu, Champ.CHANTIER, lu.chantier, "chantier ni de plateforme"))
        if origin is None:
            origin = lot.chantier if lot else self.reglages.chantier
        if origin is None and not lu.chantier and not lu.lot:
            faults.add_message(
                "rien ne dit d'où part ce camion", place=lu.ligne.place(),
                expected="un lot, un chantier, ou le chantier choisi avant l'aperçu", code="depart",
            )  # fmt: skip
        found["depot" if isinstance(origin, Plateforme) else "chantier"] = origin
        destination = self.codes.destination(lu.destination) if lu.destination else None
        if lu.destination and destination is None:
            faults.add(_unknown(lu, Champ.DESTINATION, lu.destination, "exutoire ni de plateforme"))
        name = "exutoire" if isinstance(destination, Exutoire) else "plateforme"
        return {**found, name: destination}

    def _lot(self, lu: Lu, faults: FaultGatherer) -> Lot | None:
        if not lu.lot:
            return None
        lot = self.codes.lot(lu.lot)
        if lot is None:
            faults.add(_unknown(lu, Champ.LOT, lu.lot, "lot"))
        return lot

    def _know(self, rows: list[tuple[Ligne, Bordereau]]) -> None:
        """Read the slips of the same days, whatever their number. One query."""
        days = [row.realise_on for _, row in rows]
        if not days:
            return
        standing = Bordereau.objects.filter(
            plan=self.plan, realise_on__gte=min(days), realise_on__lte=max(days)
        ).order_by("created_at", "id")
        for one in sorted(standing, key=lambda found: not found.is_live):
            if one.numero:
                self.numbered.setdefault(_numbered(one), one)
            self.bare[_bare(one)] += 1
        self.heaviest = number("poids_camion", max(days))

    def _take(self, op: OpenOperation, ligne: Ligne, row: Bordereau) -> None:
        if row.numero and (standing := self.numbered.get(_numbered(row))) is not None:
            self._compare(ligne, row, standing)
            self.known += 1
            return
        if not row.numero and self.bare[_bare(row)] > 0:
            self.bare[_bare(row)] -= 1
            self.known += 1
            return
        try:
            with transaction.atomic():
                op.create(row)
        except IntegrityError as error:
            raise UserFault.single(
                "ce bordereau vient d'être enregistré", value=row.numero, code="doublon",
                expected="relire l'aperçu",
            ) from error  # fmt: skip
        if row.numero:
            self.numbered[_numbered(row)] = row
        self._doubt(ligne, row)
        self.added.append(row)

    def _compare(self, ligne: Ligne, row: Bordereau, standing: Bordereau) -> None:
        if standing.tonnes == row.tonnes and standing.lot_id in (row.lot_id, None):
            return
        if standing in self.added:
            self.faults.add_message(
                "deux lignes du fichier portent ce numéro et ne disent pas la même chose",
                place=ligne.place(Champ.NUMERO), value=row.numero,
                expected="un seul bordereau par numéro, jour et destination", code="doublon",
            )  # fmt: skip
            return
        state = "annulé" if not standing.is_live else "enregistré"
        self.warnings.append(
            Fault(
                message=f"ce bordereau est déjà {state} avec {format_number(standing.tonnes)} t"
                f"{f' du lot {standing.lot.code}' if standing.lot else ''}\u00a0; il est laissé"
                " tel quel",
                place=ligne.place(Champ.TONNES),
                value=f"{format_number(row.tonnes)} t",
                expected="le corriger dans sa fiche s'il le faut",
                code="different",
            )
        )

    def _doubt(self, ligne: Ligne, row: Bordereau) -> None:
        if row.tonnes > self.heaviest:
            self.warnings.append(
                Fault(
                    message="ce camion porte plus qu'une charge habituelle",
                    place=ligne.place(Champ.TONNES),
                    value=f"{format_number(row.tonnes)} t",
                    expected=f"{self.heaviest} t au plus, sauf convoi",
                    code="lourd",
                )
            )


def _unknown(lu: Lu, champ: Champ, text: str, what: str) -> Fault:
    return Fault(
        message=f"ce n'est le code ni le nom d'aucun {what} du plan",
        place=lu.ligne.place(champ),
        value=text,
        expected="choisir ci-dessous ce que ce texte désigne, ou corriger le fichier",
        code="inconnu",
    )


def _numbered(row: Bordereau) -> tuple[Any, ...]:
    return row.numero, row.realise_on, row.exutoire_id, row.plateforme_id


def _bare(row: Bordereau) -> tuple[Any, ...]:
    ends = (row.chantier_id, row.depot_id, row.exutoire_id, row.plateforme_id)
    return (*ends, row.numero, row.realise_on, row.realise_heure, row.tonnes, row.plaques)


def _told(row: Bordereau) -> tuple[Any, ...]:
    return (*_bare(row), row.lot_id, row.transporteur, row.numero_dap)
