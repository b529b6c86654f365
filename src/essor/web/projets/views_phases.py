"""The phases of a big project: take the template, name, order, remove; say where a gate stands."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from essor.records.projets.choices import Passage
from essor.records.projets.models import PhaseProjet
from essor.records.projets.phases import (
    GATE_TEXTS,
    add_phase,
    delete_phase,
    file_jalons,
    jalons_of,
    move_phase,
    rename_phase,
    take_template,
    write_gate,
)
from essor.records.projets.queries import get_part
from essor.references.grands_projets.modele import phases_modele
from essor.web.comites.pages import BOTH, Question
from essor.web.design.form_faults import wrote
from essor.web.projets.forms import GateForm, NewPhaseForm, PhaseForm, PhaseJalonsForm
from essor.web.projets.pages import back, form_page, question_page, to_build, to_write

PHASES = "phases"


@require_POST
def template(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Add the phases of the template that the project lacks."""
    gate, action = to_build(request, code, action_code)
    rows = [(one.titre, one.question) for one in phases_modele()]
    added = take_template(by=gate.access, action=action, template=rows)
    said = f"{len(added)} phases ajoutées : renommez, retirez ou déplacez ce qui ne convient pas."
    return back(request, action, said, PHASES)


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Add a phase."""
    gate, action = to_build(request, code, action_code)
    form = NewPhaseForm(request.POST or None)
    if wrote(request, form, lambda: add_phase(by=gate.access, action=action, **form.values())):
        return back(request, action, "La phase est ajoutée.", PHASES)
    return form_page(request, gate, action, form, "Ajouter une phase")


@require_http_methods(BOTH)
def rename(request: HttpRequest, code: str, action_code: str, phase_id: uuid.UUID) -> HttpResponse:
    """Name a phase otherwise."""
    gate, action = to_build(request, code, action_code)
    phase = get_part(PhaseProjet, action, phase_id)
    form = PhaseForm(request.POST or None, initial={"titre": phase.titre, "version": phase.version})

    def write() -> None:
        rename_phase(
            by=gate.access,
            phase=phase,
            titre=form.cleaned_data["titre"],
            expected_version=form.cleaned_data["version"],
        )

    if wrote(request, form, write):
        return back(request, action, "La phase est renommée, ses jalons avec elle.", PHASES)
    return form_page(request, gate, action, form, f"Renommer « {phase.titre} »")


@require_POST
def move(request: HttpRequest, code: str, action_code: str, phase_id: uuid.UUID) -> HttpResponse:
    """Move a phase up or down."""
    gate, action = to_build(request, code, action_code)
    phase = get_part(PhaseProjet, action, phase_id)
    move_phase(by=gate.access, phase=phase, is_up=request.POST.get("sens") == "haut")
    return back(request, action, "Les phases sont réordonnées.", f"phase-{phase.pk}")


@require_http_methods(BOTH)
def remove(request: HttpRequest, code: str, action_code: str, phase_id: uuid.UUID) -> HttpResponse:
    """Ask, then remove a phase."""
    gate, action = to_build(request, code, action_code)
    phase = get_part(PhaseProjet, action, phase_id)
    if request.method == "POST":
        delete_phase(by=gate.access, phase=phase)
        said = f"La phase « {phase.titre} » est retirée. L'historique peut la rétablir."
        return back(request, action, said, PHASES)
    question = Question(
        title=f"Retirer la phase « {phase.titre} » ?",
        text="Son passage est retiré avec elle. Ses jalons restent dans l'action.",
        button="Retirer la phase",
    )
    return question_page(request, gate, action, question)


@require_http_methods(BOTH)
def milestones(
    request: HttpRequest, code: str, action_code: str, phase_id: uuid.UUID
) -> HttpResponse:
    """Choose the milestones of a phase."""
    gate, action = to_build(request, code, action_code)
    phase = get_part(PhaseProjet, action, phase_id)
    form = PhaseJalonsForm(
        request.POST or None, action=action, initial={"jalons": jalons_of(phase)}
    )

    def write() -> None:
        file_jalons(by=gate.access, phase=phase, jalons=list(form.cleaned_data["jalons"]))

    if request.method == "POST":  # no box ticked sends nothing: the form is bound all the same
        form = PhaseJalonsForm(request.POST, action=action)
    if wrote(request, form, write):
        return back(request, action, "Les jalons de la phase sont choisis.", f"phase-{phase.pk}")
    return form_page(request, gate, action, form, f"Jalons de la phase « {phase.titre} »")


@require_http_methods(BOTH)
def passage(request: HttpRequest, code: str, action_code: str, phase_id: uuid.UUID) -> HttpResponse:
    """Say where the gate of a phase stands, what it asks and who decides."""
    gate, action = to_write(request, code, action_code)
    phase = get_part(PhaseProjet, action, phase_id)
    initial = {name: getattr(phase, name) for name in (*GATE_TEXTS, "passage", "decision")}
    initial |= {"passed": phase.passed, "version": phase.version}
    form = GateForm(request.POST or None, initial=initial, action=action, access=gate.access)

    def write() -> None:
        values = form.values()
        write_gate(
            by=gate.access,
            phase=phase,
            passage=Passage(said) if (said := values.pop("passage")) else None,
            expected_version=form.cleaned_data["version"],
            **values,
        )

    if wrote(request, form, write):
        return back(request, action, "Le passage est à jour.", f"phase-{phase.pk}")
    return form_page(request, gate, action, form, f"Passage de la phase « {phase.titre} »")
