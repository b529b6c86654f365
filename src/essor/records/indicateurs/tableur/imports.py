"""Take a workbook back: the preview writes for real and takes it all back, so it never lies."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction

from essor.foundations.absence import Absence
from essor.foundations.errors import FaultGatherer, UserFault
from essor.foundations.sourced import Confidence
from essor.foundations.tables import Workbook
from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.indicateurs.actions import new_indicateur, rewrite_indicateur
from essor.records.indicateurs.choices import Nature
from essor.records.indicateurs.models import Chiffre, Cible, Indicateur, Valeur
from essor.records.indicateurs.permissions import require_define
from essor.records.indicateurs.record import new_target, new_value, replace_target, replace_value
from essor.records.indicateurs.tableur.changes import Change, Outcome, compared, said
from essor.records.indicateurs.tableur.drafts import (
    NEEDED_NEW,
    definition_of,
    identity_of,
    missing,
    target_of,
    ties_of,
    value_of,
)
from essor.records.indicateurs.tableur.layout import Feuille
from essor.records.indicateurs.tableur.read import Ligne, read_lines
from essor.records.indicateurs.values import CibleValues, ValeurValues
from essor.records.journal.actions import OpenOperation, lock, operation
from essor.records.journal.previews import confirm, fingerprint_of, preview
from essor.records.plans.models import Action, Axe, Plan
from essor.records.plans.queries import every_action_of
from essor.records.plans.tableur.values import clean_text

KIND = "plan.indicateur.importer"
FIGURE = ("value", "low", "high", "source_title", "source_href", "commentaire", "is_demonstration")
OF_VALUE = ("action", "licence", "published_on", "read_on", "is_self_declared", "origine")


def preview_import(*, by: Access, plan: Plan, book: Workbook) -> Outcome:
    """Return what the file would do, every fault included; nothing stays. Raises Forbidden."""
    require_define(by, plan)
    return preview(partial(_run, by, plan, book))


def import_workbook(
    *, by: Access, plan: Plan, book: Workbook, expected_fingerprint: str
) -> Outcome:
    """Write what the preview showed, all or nothing.

    Raises Forbidden, UserFault with every fault, or when the plan moved since the preview.
    """
    require_define(by, plan)
    return confirm(
        partial(_run, by, plan, book),
        expected_fingerprint=expected_fingerprint,
        moved="Les indicateurs ont changé depuis l'aperçu\u00a0: rien n'est écrit.",
    )


def _run(by: Access, plan: Plan, book: Workbook) -> Outcome:
    lines = read_lines(book)
    importer = _Importer(by=by, plan=plan)
    with operation(kind=KIND, author=by, territoire_code=by.territoire_code) as op:
        importer.take(op, lines)
    return Outcome(
        changes=tuple(importer.changes),
        unchanged=importer.unchanged,
        faults=importer.faults.faults,
        fingerprint=fingerprint_of([(one.kind, one.what, one.details) for one in importer.changes]),
    )


@dataclass(slots=True, kw_only=True)
class _Importer:
    by: Access
    plan: Plan
    op: OpenOperation = field(init=False)
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    faults: FaultGatherer = field(default_factory=FaultGatherer)
    rows: dict[str, Indicateur] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    axes: dict[str, Axe] = field(default_factory=dict)
    used: set[Any] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rows = {one.code: one for one in Indicateur.objects.filter(plan=self.plan)}
        self.actions = {one.code: one for one in every_action_of(self.plan, self.by)}
        self.axes = {one.titre.casefold(): one for one in Axe.objects.filter(plan=self.plan)}

    def take(self, op: OpenOperation, lines: dict[Feuille, list[Ligne]]) -> None:
        """Take the definitions, then the figures, which may be of new ones."""
        self.op = op
        self.take_all(lines[Feuille.INDICATEURS], self.take_definition)
        self.take_all(lines[Feuille.VALEURS], self.take_value)
        self.take_all(lines[Feuille.CIBLES], self.take_target)

    def take_all(self, lines: list[Ligne], take: Callable[[Ligne], None]) -> None:
        """Take every row of a sheet; a faulty one prevents no other from being read."""
        for ligne in lines:
            with self.faults.catching(ligne.place), transaction.atomic():
                take(ligne)

    def take_definition(self, ligne: Ligne) -> None:
        """Add or change one indicator."""
        values = definition_of(ligne)
        actions = {code.casefold(): one for code, one in self.actions.items()}
        axes, tied = ties_of(ligne, axes=self.axes, actions=actions)
        code = ligne.text("code").upper() if ligne.has("code") else ""
        known = self.rows.get(code) if code else self._labelled(values.get("libelle", ""))
        if known is None:
            self._add_definition(ligne, code, values, axes or [], tied or [])
            return
        before = _state(known)
        values = {k: v for k, v in values.items() if not _is_said(known, k, v)}
        row = rewrite_indicateur(self.op, indicateur=known, values=values, axes=axes, actions=tied)
        self.rows[row.code] = row
        self._note("Indicateur modifié", str(row), compared(before, _state(row)))

    def take_value(self, ligne: Ligne) -> None:
        """Add a value, or correct the one that the row names."""
        row = self._indicateur(ligne)
        former = self._former(Valeur, ligne, row)
        base = _fields_of_value(former) if former else {}
        given = ValeurValues(**value_of(ligne, row=row, actions=self.actions, base=base))
        if former is None and (found := self._same_value(row, given)) is not None:
            self.used.add(found.pk)
            self.unchanged += 1
            return
        what = f"{row}, {given.periode.label()}"
        if former is None:
            new_value(self.op, by=self.by, indicateur=lock(row), values=given)
            self._note("Valeur ajoutée", what, compared({}, said(given, row)))
            return
        before = ValeurValues(**base)
        details = compared(said(before, row), said(given, row))
        if details:
            replace_value(
                self.op, by=self.by, valeur=former, values=given, motif=self._motif(ligne)
            )
        self._note("Valeur corrigée", what, details)

    def take_target(self, ligne: Ligne) -> None:
        """Set a target, or correct the one of the same identity or of the same day."""
        row = self._indicateur(ligne)
        former = self._former(Cible, ligne, row)
        given = target_of(ligne, row=row, base=_fields_of_target(former) if former else {})
        if former is None:
            live = Cible.objects.filter(indicateur=row, is_cancelled=False)
            former = live.filter(cible_on=given["cible_on"]).first()
        values = CibleValues(**given)
        what = f"{row}, {values.cible_on:%d/%m/%Y}"
        if former is None:
            new_target(self.op, by=self.by, indicateur=lock(row), values=values)
            self._note("Cible fixée", what, compared({}, said(values, row)))
            return
        before = CibleValues(**_fields_of_target(former))
        details = compared(said(before, row), said(values, row))
        if details:
            replace_target(
                self.op, by=self.by, cible=former, values=values, motif=self._motif(ligne)
            )
        self._note("Cible corrigée", what, details)

    def _add_definition(
        self,
        ligne: Ligne,
        code: str,
        values: dict[str, Any],
        axes: list[Axe],
        actions: list[Action],
    ) -> None:
        with FaultGatherer() as faults:
            faults.extend(missing(ligne, label) for name, label in NEEDED_NEW.items()
                          if name not in values)  # fmt: skip
        if not axes and not actions:
            values.setdefault("is_du_plan", True)
        if code:
            values["code"] = code
        row = new_indicateur(
            self.op,
            plan=self.plan,
            libelle=values.pop("libelle"),
            values=values,
            axes=axes,
            actions=actions,
        )
        self.rows[row.code] = row
        self._note("Indicateur ajouté", str(row), compared({}, _state(row)))

    def _labelled(self, libelle: str) -> Indicateur | None:
        return next((one for one in self.rows.values() if fold(one.libelle) == fold(libelle)), None)

    def _indicateur(self, ligne: Ligne) -> Indicateur:
        code = ligne.text("indicateur") if ligne.has("indicateur") else ""
        row = self.rows.get(code.upper()) or (self._labelled(code) if code else None)
        if row is None:
            place = ligne.at("indicateur") if ligne.has("indicateur") else ligne.place
            raise UserFault.single(
                "cet indicateur n'est pas dans le plan", place=place, value=code,
                expected="le code d'un indicateur, comme I01", code="indicateur",
            )  # fmt: skip
        return row

    def _former(self, model: type[Any], ligne: Ligne, row: Indicateur) -> Any:
        key = identity_of(ligne)
        if key is None:
            return None
        found = model.objects.filter(pk=key, indicateur=row, is_cancelled=False).first()
        if found is None or key in self.used:
            raise UserFault.single(
                "ce chiffre n'est plus là, ou une autre ligne l'a déjà repris",
                place=ligne.at("id"), value=str(key),
                expected="exporter à nouveau, ou vider l'identifiant pour ajouter un chiffre",
                code="identifiant",
            )  # fmt: skip
        self.used.add(key)
        return found

    def _same_value(self, row: Indicateur, given: ValeurValues) -> Valeur | None:
        """Find the live value that says the very same thing, so that nothing is said twice."""
        live = Valeur.objects.filter(
            indicateur=row, is_cancelled=False, debut_on=given.periode.start,
            fin_on=given.periode.end,
        )  # fmt: skip
        for one in live.order_by("created_at", "id"):
            fields = _fields_of_value(one)
            fields |= {"is_demonstration": given.is_demonstration, "origine": given.origine}
            told = said(ValeurValues(**fields), row)
            if one.pk not in self.used and told == said(given, row):
                return one
        return None

    def _motif(self, ligne: Ligne) -> str:
        motif = ligne.text("motif") if ligne.has("motif") else ""
        if not motif:
            raise UserFault([missing(ligne, "Motif de la correction")])
        return motif

    def _note(self, kind: str, what: str, details: tuple[tuple[str, str, str], ...]) -> None:
        if details:
            self.changes.append(Change(kind=kind, what=what, details=details))
        else:
            self.unchanged += 1


def _is_said(row: Indicateur, name: str, value: object) -> bool:
    """Tell whether a text is the one that is there, line ends aside."""
    return isinstance(value, str) and clean_text(str(getattr(row, name))) == value


def _state(row: Indicateur) -> dict[str, str]:
    ties = list(row.rattachements.select_related("axe", "action").order_by("created_at", "id"))
    return {
        "Libellé": row.libelle,
        "Unité": row.unit_label,
        "Sens": row.get_sens_display(),
        "Agrégation": row.get_agregation_display(),
        "Réponse du programme": row.get_reponse_display(),
        "Formule": clean_text(row.formule),
        "Source attendue": row.source_attendue,
        "Lien": row.source_attendue_href,
        "Périodicité (mois)": str(row.periodicite_months or ""),
        "Responsable": row.responsable_nom,
        "Confidentialité": row.get_confidentialite_display(),
        "Suivi pour tout le plan": "oui" if row.is_du_plan else "non",
        "Une valeur par action": "oui" if row.is_par_action else "non",
        "Axes": ", ".join(sorted(one.axe.titre for one in ties if one.axe)),
        "Actions": ", ".join(sorted(one.action.code for one in ties if one.action)),
    }


def _fields_of(one: Chiffre, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}


def _fields_of_value(one: Valeur) -> dict[str, Any]:
    return {
        **_fields_of(one, (*FIGURE, *OF_VALUE)),
        "nature": Nature(one.nature),
        "periode": one.periode,
        "absence": Absence(one.absence) if one.absence else None,
        "confiance": Confidence(one.confiance),
    }


def _fields_of_target(one: Cible) -> dict[str, Any]:
    return _fields_of(one, (*FIGURE, "cible_on"))
