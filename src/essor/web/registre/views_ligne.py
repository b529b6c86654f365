"""One line: typed, read, changed, corrected, cancelled."""

import uuid
from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essor.records.accounts.roles import Capability
from essor.records.registre.actions import (
    cancel_ligne,
    change_ligne,
    correct_ligne,
    create_ligne,
    delete_ligne,
)
from essor.records.registre.checking import check_ligne
from essor.records.registre.choices import EtatLigne
from essor.records.registre.completion import complete_like, similar_drafts
from essor.records.registre.history import history_of
from essor.records.registre.models import LigneRegistre
from essor.records.registre.permissions import can_write
from essor.records.registre.prefill import (
    chosen,
    exutoires_of,
    lots_of,
    models_of,
    next_number,
    prefilled,
)
from essor.records.registre.queries import ligne_or_404
from essor.web.design.form_faults import wrote
from essor.web.registre.forms import LigneForm, ModeleForm, RaisonForm
from essor.web.registre.gate import BOTH, Gate, gate_or_404, genre_or_404, keeper_or_404
from essor.web.registre.groups import filled

IDENTITY = frozenset({"publicId", "reportForCompanySiret"})


@require_safe
def show(request: HttpRequest, code: str, ligne_id: uuid.UUID) -> HttpResponse:
    """Show a line: where it stands, what lacks, what it says, what happened to it."""
    gate = gate_or_404(request, code)
    ligne = ligne_or_404(gate.plan, gate.access, ligne_id)
    checked = check_ligne(ligne, today=gate.today)
    context = gate.context(
        ligne=ligne,
        remarques=checked.remarques if ligne.is_owed else (),
        groups=list(filled(ligne.genre, ligne.champs)),
        history=history_of(ligne, gate.access),
        similar=_similar(gate, ligne),
        can_restore=gate.access.can(Capability.RESTORE),
    )
    return render(request, "registre/ligne.html", context)


@require_POST
def complete(request: HttpRequest, code: str, ligne_id: uuid.UUID) -> HttpResponse:
    """Give the lines of the same site, receiver and carrier what this one says."""
    gate = keeper_or_404(request, code)
    ligne = ligne_or_404(gate.plan, gate.access, ligne_id)
    changed, ready = complete_like(by=gate.access, ligne=ligne, today=gate.today)
    messages.success(
        request, f"{len(changed)} ligne(s) complétée(s), dont {ready} prête(s) à déclarer."
    )
    return redirect("registre:home", code)


def _similar(gate: Gate, ligne: LigneRegistre) -> int:
    """Return how many lines this one could complete, for who keeps the register."""
    if ligne.etat == EtatLigne.BROUILLON or not can_write(gate.access, gate.plan):
        return 0
    return len(similar_drafts(ligne, gate.access))


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str, genre: str) -> HttpResponse:
    """Add a line, prefilled from what is known."""
    gate = keeper_or_404(request, code)
    genre_or_404(genre)
    lignes = models_of(gate.plan, gate.access, genre)
    choice = ModeleForm(
        request.GET or None,
        lignes=lignes,
        lots=lots_of(gate.plan, gate.access),
        exutoires=exutoires_of(gate.plan, gate.access),
    )
    said = choice.cleaned_data if choice.is_valid() else {}
    initial = prefilled(
        genre=genre,
        today=gate.today,
        number=next_number(gate.plan, gate.today),
        modele=chosen(lignes, said.get("modele", "")),
        lot=said.get("lot"),
        exutoire=said.get("exutoire"),
    )
    form = LigneForm(request.POST or None, genre=genre, initial=initial)
    done: list[LigneRegistre] = []

    def write() -> None:
        done.append(
            create_ligne(
                by=gate.access,
                plan=gate.plan,
                genre=genre,
                champs=form.texts(),
                today=gate.today,
                lot=said.get("lot"),
            )
        )

    if wrote(request, form, write):
        return _said(request, gate, done[0], "La ligne est ajoutée")
    title = f"Ajouter une ligne de {dict(gate_genres(gate))[genre]}"
    return _form(request, gate, form, title, choice=choice, genre=genre)


def gate_genres(gate: Gate) -> list[tuple[str, str]]:
    """Return the registers and their names."""
    genres = gate.context()["genres"]
    assert isinstance(genres, list)
    return genres


@require_http_methods(BOTH)
def edit(request: HttpRequest, code: str, ligne_id: uuid.UUID) -> HttpResponse:
    """Change a line, or correct it when it was already sent."""
    gate = keeper_or_404(request, code)
    ligne = ligne_or_404(gate.plan, gate.access, ligne_id)
    is_sent = ligne.declared_on is not None
    form = LigneForm(
        request.POST or None,
        genre=ligne.genre,
        initial={**ligne.champs, "version": ligne.version, "raison": ligne.raison},
        faults=faults_of(ligne, gate),
        locked=IDENTITY if is_sent else frozenset(),
        with_reason=is_sent,
    )
    done: list[LigneRegistre] = []
    if wrote(request, form, lambda: done.append(_write(gate, ligne, form))):
        return _said(request, gate, done[0], "La ligne est modifiée")
    verb = "Corriger" if is_sent else "Modifier"
    return _form(request, gate, form, f"{verb} la ligne {ligne.public_id}", ligne=ligne)


@require_http_methods(BOTH)
def cancel(request: HttpRequest, code: str, ligne_id: uuid.UUID) -> HttpResponse:
    """Ask why, then cancel a line."""
    gate = keeper_or_404(request, code)
    ligne = ligne_or_404(gate.plan, gate.access, ligne_id)
    form = RaisonForm(request.POST or None, initial={"version": ligne.version})

    def write() -> None:
        version = form.cleaned_data["version"]
        raison = form.cleaned_data["raison"]
        cancel_ligne(
            by=gate.access,
            ligne=ligne,
            raison=raison,
            today=gate.today,
            expected_version=version,
        )

    if wrote(request, form, write):
        if ligne.declared_on:
            messages.success(request, "L'annulation est prête : elle part au prochain envoi.")
        else:
            messages.success(request, "La ligne est annulée. L'historique peut la rétablir.")
        return redirect("registre:show", code, ligne.pk)
    context = gate.context(ligne=ligne, form=form)
    status = 400 if form.errors else 200
    return render(request, "registre/annuler.html", context, status=status)


@require_http_methods(BOTH)
def remove(request: HttpRequest, code: str, ligne_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete a line that was never sent."""
    gate = keeper_or_404(request, code)
    ligne = ligne_or_404(gate.plan, gate.access, ligne_id)
    if request.method == "POST":
        delete_ligne(by=gate.access, ligne=ligne)
        said = f"La ligne {ligne.public_id} est supprimée. L'historique peut la rétablir."
        messages.success(request, said)
        return redirect("registre:home", code)
    return render(request, "registre/supprimer.html", gate.context(ligne=ligne))


def faults_of(ligne: LigneRegistre, gate: Gate) -> Mapping[str, Sequence[str]]:
    """Return what is wrong with a stored line, by field."""
    found: dict[str, list[str]] = {}
    for one in check_ligne(ligne, today=gate.today).remarques:
        expected = f" (attendu : {one.expected})" if one.expected else ""
        found.setdefault(one.champ, []).append(f"{one.message.capitalize()}{expected}.")
    return found


def _write(gate: Gate, ligne: LigneRegistre, form: LigneForm) -> LigneRegistre:
    version = form.cleaned_data["version"]
    if ligne.declared_on is None:
        return change_ligne(
            by=gate.access,
            ligne=ligne,
            champs=form.texts(),
            today=gate.today,
            expected_version=version,
        )
    return correct_ligne(
        by=gate.access,
        ligne=ligne,
        champs=form.texts(),
        raison=form.cleaned_data["raison"],
        today=gate.today,
        expected_version=version,
    )


def _said(request: HttpRequest, gate: Gate, ligne: LigneRegistre, done: str) -> HttpResponse:
    wrong = [one for one in check_ligne(ligne, today=gate.today).remarques if one.is_refused]
    if wrong:
        count = f"{len(wrong)} point{'s' if len(wrong) > 1 else ''}"
        messages.warning(request, f"{done}. Il reste {count} à compléter avant de la déclarer.")
    else:
        messages.success(request, f"{done}, elle est prête à déclarer.")
    return redirect("registre:show", gate.territoire.code, ligne.pk)


def _form(
    request: HttpRequest, gate: Gate, form: LigneForm, title: str, **more: object
) -> HttpResponse:
    status = 400 if form.errors else 200
    context = gate.context(form=form, title=title, **more)
    return render(request, "registre/formulaire.html", context, status=status)
