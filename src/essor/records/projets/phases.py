"""Writes of the phases of a big project and of the gates that end them."""

from collections.abc import Mapping, Sequence
from typing import Any

from essor.foundations.errors import UserFault
from essor.foundations.periods import Period
from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.comites.models import Decision
from essor.records.comites.permissions import visible_decisions
from essor.records.jalons.models import Jalon
from essor.records.jalons.values import precision_of
from essor.records.journal.actions import OpenOperation, lock, operation
from essor.records.plans.models import Action
from essor.records.projets.choices import Passage
from essor.records.projets.models import PhaseProjet
from essor.records.projets.permissions import require_build, require_write

Template = Sequence[tuple[str, str]]  # title, question of the gate


def take_template(*, by: Access, action: Action, template: Template) -> tuple[PhaseProjet, ...]:
    """Add the phases of a template that the project lacks, after its own.

    Raises Forbidden, or UserFault when it has them all.
    """
    require_build(by, action)
    with operation(
        kind="plan.projet.phase.modele", author=by, territoire_code=by.territoire_code
    ) as op:
        lock(action)
        known = {fold(one.titre) for one in PhaseProjet.objects.filter(action=action)}
        added = tuple(
            _append(op, action, titre, question=question)
            for titre, question in template
            if fold(titre) not in known
        )
        if not added:
            raise UserFault.single(
                "Le projet a déjà toutes les phases du modèle.",
                expected="ajouter une phase sous un autre titre",
            )
        return added


def add_phase(*, by: Access, action: Action, titre: str, question: str = "") -> PhaseProjet:
    """Add a phase after the others. Raises Forbidden, UserFault."""
    require_build(by, action)
    with operation(
        kind="plan.projet.phase.ajouter", author=by, territoire_code=by.territoire_code
    ) as op:
        lock(action)
        return _append(op, action, titre, question=question)


def rename_phase(
    *, by: Access, phase: PhaseProjet, titre: str, expected_version: int | None = None
) -> PhaseProjet:
    """Name a phase otherwise, its milestones with it. Raises Forbidden, Conflict, UserFault."""
    require_build(by, phase.action)
    with operation(
        kind="plan.projet.phase.renommer", author=by, territoire_code=by.territoire_code
    ) as op:
        mine = jalons_of(phase)
        row = op.change(phase, expected_version=expected_version, titre=titre.strip())
        _refuse_same_title(row)
        for jalon in mine:
            op.change(jalon, phase=row.titre)
        return row


def move_phase(*, by: Access, phase: PhaseProjet, is_up: bool) -> None:
    """Put a phase before the one above it, or after the one below. Raises Forbidden."""
    require_build(by, phase.action)
    with operation(
        kind="plan.projet.phase.deplacer", author=by, territoire_code=by.territoire_code
    ) as op:
        lock(phase.action)
        rows = list(PhaseProjet.objects.filter(action=phase.action).order_by("ordre", "titre"))
        here = [row.pk for row in rows].index(phase.pk)
        there = here - 1 if is_up else here + 1
        if 0 <= there < len(rows):
            rows[here], rows[there] = rows[there], rows[here]
        for rank, row in enumerate(rows, start=1):
            op.change(row, ordre=rank)


def delete_phase(*, by: Access, phase: PhaseProjet, reason: str = "") -> None:
    """Remove a phase and its gate; its milestones stay in the action. Raises Forbidden."""
    require_build(by, phase.action)
    with operation(
        kind="plan.projet.phase.supprimer",
        author=by,
        territoire_code=by.territoire_code,
        reason=reason,
    ) as op:
        op.delete(phase)


def file_jalons(*, by: Access, phase: PhaseProjet, jalons: Sequence[Jalon]) -> None:
    """Make these milestones of the action, and no others, those of the phase.

    Raises Forbidden, or UserFault for a milestone of another action.
    """
    require_build(by, phase.action)
    if any(jalon.action_id != phase.action_id for jalon in jalons):
        raise UserFault.single(
            "Une phase ne tient que les jalons de sa propre action.", field="jalons"
        )
    with operation(
        kind="plan.projet.phase.jalons", author=by, territoire_code=by.territoire_code
    ) as op:
        wanted = {jalon.pk for jalon in jalons}
        for jalon in Jalon.objects.filter(action=phase.action).order_by("ordre", "id"):
            if jalon.pk in wanted:
                op.change(jalon, phase=phase.titre)
            elif holds(phase, jalon):
                op.change(jalon, phase="")


def write_gate(
    *,
    by: Access,
    phase: PhaseProjet,
    passage: Passage | None,
    passed: Period | None = None,
    decision: Decision | None = None,
    expected_version: int | None = None,
    **texts: str,
) -> PhaseProjet:
    """Say where the gate of a phase stands, what it asks and who decides.

    passage : None when that is not published
    texts : question, decideur, reserves, preuve_texte, preuve_href
    Raises Forbidden, Conflict, or UserFault: a gate is not passed without something to show.
    """
    require_write(by, phase.action)
    values = _gate_values(passage, passed, decision, texts)
    if decision is not None and not _is_readable(by, phase, decision):
        raise UserFault.single(
            "Cette décision n'est pas de ce plan, ou vous ne pouvez pas la lire.",
            field="decision",
        )
    with operation(
        kind="plan.projet.phase.passage", author=by, territoire_code=by.territoire_code
    ) as op:
        return op.change(phase, expected_version=expected_version, **values)


def holds(phase: PhaseProjet, jalon: Jalon) -> bool:
    """Tell whether a milestone of the same action names this phase, however it is written."""
    return bool(jalon.phase) and fold(jalon.phase) == fold(phase.titre)


def jalons_of(phase: PhaseProjet) -> list[Jalon]:
    """Return the milestones of a phase, in their order."""
    mine = Jalon.objects.filter(action_id=phase.action_id).order_by("ordre", "titre", "id")
    return [jalon for jalon in mine if holds(phase, jalon)]


GATE_TEXTS = frozenset({"question", "decideur", "reserves", "preuve_texte", "preuve_href"})


def _gate_values(
    passage: Passage | None,
    passed: Period | None,
    decision: Decision | None,
    texts: Mapping[str, str],
) -> dict[str, Any]:
    if wrong := sorted(texts.keys() - GATE_TEXTS):
        raise TypeError(f"not set this way: {', '.join(wrong)}")
    values: dict[str, Any] = {name: text.strip() for name, text in texts.items()}
    is_open = passage in (None, Passage.A_FRANCHIR)
    if is_open:
        passed, decision = None, None
        values |= {"reserves": "", "preuve_texte": "", "preuve_href": ""}
    else:
        _refuse_unproved(passage, decision, values)
    if passage == Passage.FRANCHI:
        values["reserves"] = ""
    return values | {
        "passage": passage or "",
        "decision": decision,
        "passage_on": passed.start if passed else None,
        "passage_precision": precision_of(passed) if passed else "",
    }


def _refuse_unproved(
    passage: Passage | None, decision: Decision | None, values: Mapping[str, str]
) -> None:
    if passage == Passage.SOUS_RESERVE and not values.get("reserves"):
        raise UserFault.single("Dire quelles réserves restent à lever.", field="reserves")
    if decision is None and not (values.get("preuve_texte") or values.get("preuve_href")):
        raise UserFault.single(
            "Un passage se prouve.",
            expected="une décision de comité, un texte ou un lien qui le montre",
            field="preuve_texte",
        )


def _is_readable(by: Access, phase: PhaseProjet, decision: Decision) -> bool:
    found = Decision.objects.filter(
        visible_decisions(by), pk=decision.pk, comite__plan_id=phase.action.plan_id
    )
    return found.exists()


def _append(op: OpenOperation, action: Action, titre: str, *, question: str) -> PhaseProjet:
    last = PhaseProjet.objects.filter(action=action).order_by("-ordre").first()
    phase = PhaseProjet(
        action=action,
        titre=titre.strip(),
        question=question.strip(),
        ordre=1 + (last.ordre if last else 0),
    )
    _refuse_same_title(phase)
    return op.create(phase)


def _refuse_same_title(phase: PhaseProjet) -> None:
    for sister in PhaseProjet.objects.filter(action_id=phase.action_id).exclude(pk=phase.pk):
        if fold(sister.titre) == fold(phase.titre):
            raise UserFault.single(
                "Une phase de ce projet porte déjà ce titre.",
                value=phase.titre,
                expected="un titre différent",
                field="titre",
            )
