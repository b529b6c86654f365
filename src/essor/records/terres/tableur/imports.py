"""Take the workbook back: the preview writes for real and takes it all back, so it never lies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction

from essor.foundations.errors import Fault, FaultGatherer, UserFault
from essor.foundations.tables import Workbook
from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.journal.actions import OpenOperation
from essor.records.journal.models import Tracked, Verb
from essor.records.journal.previews import confirm, fingerprint_of, preview
from essor.records.plans.models import Plan
from essor.records.terres.analyses import write_rows
from essor.records.terres.engine_facts import check_profile, check_sheet
from essor.records.terres.models import (
    Analyse,
    Chantier,
    Dap,
    Distance,
    Exutoire,
    Hypothese,
    Lot,
    Plateforme,
)
from essor.records.terres.permissions import require_write
from essor.records.terres.result_lines import one_result
from essor.records.terres.tableur.layout import COLUMNS, Feuille
from essor.records.terres.tableur.read import Ligne, read_lines
from essor.records.terres.writing import add, change, monday, open_on

OF_RESULT = frozenset({"lot", "parametre", "valeur", "unite", "limite_quantification"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row added or changed; fields : label, before, after."""

    sheet: str
    what: str
    is_new: bool
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All that a file does, or would do; ``fingerprint`` changes whenever that changes."""

    changes: tuple[Change, ...] = ()
    rows: int = 0
    faults: tuple[Fault, ...] = ()
    fingerprint: str = ""

    @property
    def is_ok(self) -> bool:
        """Nothing prevents the import."""
        return not self.faults


def preview_import(*, by: Access, plan: Plan, book: Workbook) -> Outcome:
    """Return what the file would do, every fault included; nothing stays. Raises Forbidden."""
    require_write(by, plan)
    return preview(partial(_run, by, plan, book))


def import_workbook(
    *, by: Access, plan: Plan, book: Workbook, expected_fingerprint: str | None = None
) -> Outcome:
    """Write what the file says, all or nothing, as one operation.

    expected_fingerprint : that of the preview that was read
    Raises Forbidden, UserFault with every fault, or when the preview does not hold any more.
    """
    require_write(by, plan)
    return confirm(
        partial(_run, by, plan, book),
        expected_fingerprint=expected_fingerprint,
        moved="Les données ont changé depuis l'aperçu\u00a0: rien n'est écrit.",
    )


def _run(by: Access, plan: Plan, book: Workbook) -> Outcome:
    try:
        sheets = read_lines(book)
    except UserFault as error:
        return Outcome(faults=tuple(error.faults))
    faults = FaultGatherer()
    changes: list[Change] = []
    with open_on(by, "importer") as op:
        writer = _Writer(op=op, plan=plan, changes=changes)
        for feuille, lines in sheets.items():
            writer.write(feuille, lines, faults)
    return Outcome(
        changes=tuple(changes),
        rows=sum(map(len, sheets.values())),
        faults=tuple(faults),
        fingerprint=fingerprint_of(changes),
    )


@dataclass(slots=True, kw_only=True)
class _Writer:
    """Writes rows inside one operation, and keeps what each of them changed."""

    op: OpenOperation
    plan: Plan
    changes: list[Change]
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def write(self, feuille: Feuille, lines: list[Ligne], faults: FaultGatherer) -> None:
        """Write the rows of a sheet; every fault of every row goes to ``faults``."""
        if feuille is Feuille.ANALYSES:
            self._analyses(lines, faults)
            return
        writers: Mapping[Feuille, Callable[[Ligne], Tracked]] = {
            Feuille.CHANTIERS: lambda one: self._coded(Chantier, one.values),
            Feuille.LOTS: self._lot,
            Feuille.EXUTOIRES: self._exutoire,
            Feuille.ACCEPTATIONS: self._dap,
            Feuille.PLATEFORMES: lambda one: self._coded(Plateforme, one.values),
            Feuille.DISTANCES: lambda one: self._found(
                Distance, one.values, ("origine", "destination")
            ),
            Feuille.COUTS: lambda one: self._found(Hypothese, one.values, ("nom",)),
        }
        for line in lines:
            with faults.catching(line.place()), transaction.atomic():
                before = len(self.op.events)
                row = writers[feuille](line)
                self._keep(feuille, row, before)

    def _keep(self, feuille: Feuille, row: object, before: int) -> None:
        touched = self.op.events[before:]
        if not touched:
            return
        labels = {one.name: one.label for one in COLUMNS[feuille]}
        fields = tuple(
            (labels.get(name, labels.get(name.removesuffix("_id"), name)), _said(old), _said(new))
            for event in touched
            for name, (old, new) in event.changes.items()
            if event.verb == Verb.CHANGE
        )
        is_new = touched[0].verb == Verb.CREATE
        self.changes.append(
            Change(sheet=feuille.value, what=str(row), is_new=is_new, fields=fields)
        )

    def _coded(self, model: Any, values: Mapping[str, Any], **fixed: Any) -> Any:
        """Add or change a row by its code."""
        self._once(model.__name__, values["code"])
        known = {fold(one.code): one for one in model.objects.filter(plan=self.plan)}
        row = known.get(fold(values["code"]))
        said = {**_kept(values), **fixed}
        if row is not None:
            return change(self.op, row, None, said)
        return add(self.op, model(plan=self.plan, **said))

    def _lot(self, line: Ligne) -> Any:
        values = dict(line.values)
        check_profile(values.get("profil", {}))
        if values.get("debut_on"):
            values["debut_on"] = monday(values["debut_on"])
        chantier = self._named(Chantier, values.pop("chantier"), line, "chantier")
        return self._coded(Lot, values, chantier=chantier)

    def _exutoire(self, line: Ligne) -> Any:
        check_sheet(line.values.get("fiche", {}), line.values.get("fond", {}))
        return self._coded(Exutoire, line.values)

    def _dap(self, line: Ligne) -> Any:
        values = dict(line.values)
        exutoire = self._named(Exutoire, values.pop("exutoire"), line, "exutoire")
        chantier = self._named(Chantier, values.pop("chantier"), line, "chantier")
        code = values.pop("lot", "")
        lot = self._named(Lot, code, line, "lot") if code else None
        self._once("Dap", exutoire.code, values["numero"])
        row = Dap.objects.filter(exutoire=exutoire, numero=values["numero"]).first()
        said = {**_kept(values), "chantier": chantier, "lot": lot}
        if row is not None:
            return self.op.change(row, **said)
        return self.op.create(Dap(exutoire=exutoire, **said))

    def _found(self, model: Any, values: Mapping[str, Any], key: tuple[str, ...]) -> Any:
        """Add or change a row of the plan by what identifies it."""
        self._once(model.__name__, *(str(values[name]) for name in key))
        row = model.objects.filter(plan=self.plan, **{name: values[name] for name in key}).first()
        if row is not None:
            return self.op.change(row, **_kept(values))
        return self.op.create(model(plan=self.plan, **_kept(values)))

    def _analyses(self, lines: list[Ligne], faults: FaultGatherer) -> None:
        """Write reports: the rows of one lot and number are one report."""
        groups: dict[tuple[str, str], list[Ligne]] = {}
        for line in lines:
            key = fold(line.values["lot"]), line.values["numero"]
            groups.setdefault(key, []).append(line)
        for group in groups.values():
            with faults.catching(group[0].place()), transaction.atomic():
                before = len(self.op.events)
                row = self._report(group)
                self._keep(Feuille.ANALYSES, row, before)

    def _report(self, group: list[Ligne]) -> Analyse:
        first = group[0]
        lot = self._named(Lot, first.values["lot"], first, "lot")
        said = _kept({k: v for k, v in first.values.items() if k not in OF_RESULT})
        results = []
        with FaultGatherer() as faults:
            for line in group:
                with faults.catching(line.place("parametre")):
                    results.append(
                        one_result(
                            line.values["parametre"],
                            line.values.get("valeur", ""),
                            line.values.get("unite", ""),
                            line.values.get("limite_quantification"),
                        )
                    )
        row = Analyse.objects.filter(lot=lot, numero=said["numero"]).first()
        row = (
            self.op.change(row, **said)
            if row is not None
            else self.op.create(Analyse(lot=lot, **said))
        )
        write_rows(self.op, row, results)
        return row

    def _named(self, model: Any, code: str, line: Ligne, name: str) -> Any:
        for row in model.objects.filter(plan=self.plan):
            if fold(row.code) == fold(code):
                return row
        raise UserFault.single(
            "ce code ne désigne rien", place=line.place(name), value=code,
            expected=f"le code d'une ligne de la feuille {model._meta.verbose_name_plural}",
            code="inconnu",
        )  # fmt: skip

    def _once(self, *key: str) -> None:
        """Refuse the same row twice in one file."""
        folded = tuple(map(fold, key))
        if folded in self.seen:
            raise UserFault.single(
                "cette ligne est deux fois dans le fichier", value=" ".join(key[1:]),
                code="doublon",
            )  # fmt: skip
        self.seen[folded] = 1


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what to write: an empty word where the model has a default is left alone."""
    return {
        name: value
        for name, value in values.items()
        if not (name in {"confidentialite", "confiance"} and not value)
    }


def _said(value: Any) -> str:
    return "" if value in (None, "", [], {}) else str(value)
