"""Outlets, platforms, what the territory assumes of costs, measured distances."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from essor.records.accounts.roles import Capability
from essor.records.terres.choices import UNITES, NomHypothese
from essor.records.terres.known_costs import known_costs
from essor.records.terres.models import Distance, Exutoire, Hypothese, Plateforme
from essor.records.terres.outlets import (
    delete_distance,
    delete_hypothese,
    set_distance,
    set_hypothese,
)
from essor.records.terres.permissions import require_write
from essor.records.terres.queries import Soils, get_place, reads_costs, soils_of
from essor.records.terres.words import fiche_lines
from essor.web.comites.pages import Question
from essor.web.design.csv_file import csv_file
from essor.web.design.form_faults import wrote
from essor.web.plan.gate import plan_or_404
from essor.web.terres import tables
from essor.web.terres.kinds import EXUTOIRES
from essor.web.terres.outlet_forms import DistanceForm, HypotheseForm
from essor.web.terres.pages import BOTH, done, form_page, question_page, shown


@require_safe
def outlets(request: HttpRequest, code: str) -> HttpResponse:
    """List the outlets and the platforms."""
    gate = plan_or_404(request, code)
    soils = soils_of(gate.plan, gate.access)
    context = shown(
        gate, EXUTOIRES, soils=soils, today=timezone.localdate(),
        reads_costs=reads_costs(gate.access, gate.plan),
    )  # fmt: skip
    return render(request, "terres/exutoires.html", context)


@require_safe
def outlets_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the outlets as a file."""
    gate = plan_or_404(request, code)
    lines = tables.exutoire_lines(soils_of(gate.plan, gate.access).exutoires)
    return csv_file(f"exutoires-{gate.territoire.code}", tables.EXUTOIRE_LABELS, lines)


@require_safe
def outlet(request: HttpRequest, code: str, row_id: uuid.UUID) -> HttpResponse:
    """Show an outlet: what it takes, its sheet, its acceptances."""
    gate = plan_or_404(request, code)
    row = get_place(Exutoire, gate.plan, row_id, gate.access)
    soils = soils_of(gate.plan, gate.access)
    daps = [dap for dap in soils.daps if dap.exutoire_id == row.pk]
    sheet = {**row.fiche, "fond": row.fond, "classes_gtr": row.classes_gtr}
    context = shown(
        gate, EXUTOIRES, exutoire=row, daps=daps, today=timezone.localdate(),
        fiche=fiche_lines(sheet),
    )  # fmt: skip
    return render(request, "terres/exutoire.html", context)


@require_safe
def platform(request: HttpRequest, code: str, row_id: uuid.UUID) -> HttpResponse:
    """Show a platform."""
    gate = plan_or_404(request, code)
    row = get_place(Plateforme, gate.plan, row_id, gate.access)
    return render(request, "terres/plateforme.html", shown(gate, EXUTOIRES, plateforme=row))


@require_safe
def costs(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the territory assumes of costs, and the distances that were measured."""
    gate = plan_or_404(request, code)
    gate.access.require(Capability.VIEW_INTERNAL)
    soils = soils_of(gate.plan, gate.access)
    said = {one.nom: one for one in soils.hypotheses}
    defaults = {one.nom.value: one for one in known_costs(soils, timezone.localdate())}
    rows = [
        {
            "nom": nom,
            "label": label,
            "unite": UNITES[nom],
            "said": said.get(nom),
            "known": defaults.get(nom),
        }
        for nom, label in NomHypothese.choices
    ]
    return render(request, "terres/couts.html", shown(gate, EXUTOIRES, rows=rows, soils=soils))


@require_http_methods(BOTH)
def say_cost(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a cost is worth; it replaces what was said before."""
    gate = plan_or_404(request, code)
    require_write(gate.access, gate.plan)
    nom = request.GET.get("nom", "")
    row = Hypothese.objects.filter(plan=gate.plan, nom=nom).first()
    names = ("valeur", "observed_on", "confiance", "source_title", "source_href", "read_on")
    initial = {name: getattr(row, name) for name in names} if row else {}
    form = HypotheseForm(request.POST or None, initial={"nom": nom} | initial)

    def write() -> None:
        set_hypothese(by=gate.access, plan=gate.plan, **form.values())

    back = reverse("terres:costs", args=[code])
    if wrote(request, form, write):
        return done(request, back, "Le coût est enregistré.")
    title = "Dire un coût"
    return form_page(request, gate, form, onglet=EXUTOIRES, title=title, back=back)


@require_http_methods(BOTH)
def remove_cost(request: HttpRequest, code: str, row_id: uuid.UUID) -> HttpResponse:
    """Ask, then take a cost back."""
    gate = plan_or_404(request, code)
    require_write(gate.access, gate.plan)
    row = get_object_or_404(Hypothese, plan=gate.plan, pk=row_id)
    back = reverse("terres:costs", args=[code])
    if request.method == "POST":
        delete_hypothese(by=gate.access, hypothese=row)
        return done(request, back, "Le coût est retiré. L'historique le rétablit.")
    question = Question(
        title=f"Retirer « {row} » ?",
        text="Les plans prendront la valeur par défaut, s'il y en a une.",
        button="Retirer",
    )
    return question_page(request, gate, question, onglet=EXUTOIRES, back=back)


@require_http_methods(BOTH)
def say_distance(request: HttpRequest, code: str) -> HttpResponse:
    """Say how far two places are; it replaces the computed distance."""
    gate = plan_or_404(request, code)
    require_write(gate.access, gate.plan)
    origins, destinations = ends_of(soils_of(gate.plan, gate.access))
    initial = {name: request.GET.get(name, "") for name in ("origine", "destination")}
    form = DistanceForm(
        request.POST or None, origins=origins, destinations=destinations, initial=initial
    )

    def write() -> None:
        set_distance(by=gate.access, plan=gate.plan, **form.values())

    back = reverse("terres:costs", args=[code])
    if wrote(request, form, write):
        return done(request, back + "#distances", "La distance est enregistrée.")
    title = "Dire une distance"
    return form_page(request, gate, form, onglet=EXUTOIRES, title=title, back=back)


@require_http_methods(BOTH)
def remove_distance(request: HttpRequest, code: str, row_id: uuid.UUID) -> HttpResponse:
    """Ask, then go back to the computed distance."""
    gate = plan_or_404(request, code)
    require_write(gate.access, gate.plan)
    row = get_object_or_404(Distance, plan=gate.plan, pk=row_id)
    back = reverse("terres:costs", args=[code]) + "#distances"
    if request.method == "POST":
        delete_distance(by=gate.access, distance=row)
        return done(request, back, "La distance est retirée. L'historique la rétablit.")
    question = Question(
        title=f"Retirer la distance {row} ?",
        text="Elle sera de nouveau calculée à vol d'oiseau.",
        button="Retirer",
    )
    return question_page(request, gate, question, onglet=EXUTOIRES, back=back)


def ends_of(soils: Soils) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return what a distance may start from and reach, by code."""
    platforms = [(row.code, f"{row.code} – {row.nom}") for row in soils.plateformes]
    origins = [(row.code, f"{row.code} – {row.nom}") for row in soils.chantiers]
    outlets_ = [(row.code, f"{row.code} – {row.nom}") for row in soils.exutoires]
    return [*origins, *platforms], [*outlets_, *platforms]
