"""Writing an acceptance sheet, the physical facts of a lot, the results of a report."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from essor.records.terres.actions import change_lot
from essor.records.terres.analyses import write_resultats
from essor.records.terres.models import Exutoire
from essor.records.terres.outlets import change_exutoire
from essor.records.terres.permissions import require_write, require_write_lot
from essor.records.terres.queries import get_analyse, get_lot, get_place
from essor.records.terres.result_lines import write_lines
from essor.web.design.form_faults import wrote
from essor.web.plan.gate import plan_or_404
from essor.web.terres.kinds import EXUTOIRES, LOTS
from essor.web.terres.pages import BOTH, done, form_page
from essor.web.terres.sheet_forms import ProfileForm, ResultsForm, SheetForm, sheet_initial


@require_http_methods(BOTH)
def edit_sheet(request: HttpRequest, code: str, row_id: uuid.UUID) -> HttpResponse:
    """Write the acceptance sheet of an outlet."""
    gate = plan_or_404(request, code)
    row = get_place(Exutoire, gate.plan, row_id, gate.access)
    require_write(gate.access, gate.plan)
    initial = sheet_initial(row.fiche) | {"version": row.version}
    initial |= {"fond": row.fond, "classes_gtr": row.classes_gtr}
    form = SheetForm(request.POST or None, initial=initial)

    def write() -> None:
        said = form.cleaned_data
        change_exutoire(
            by=gate.access, exutoire=row, expected_version=said["version"], fiche=form.fiche(),
            fond=said["fond"], classes_gtr=said["classes_gtr"],
        )  # fmt: skip

    back = reverse("terres:exutoire", args=[code, row.pk])
    if wrote(request, form, write):
        return done(request, back, "La fiche d'acceptation est enregistrée.")
    title = f"Fiche d'acceptation de « {row} »"
    return form_page(request, gate, form, onglet=EXUTOIRES, title=title, back=back)


@require_http_methods(BOTH)
def edit_profile(request: HttpRequest, code: str, row_id: uuid.UUID) -> HttpResponse:
    """Say what is known of a lot besides its analyses."""
    gate = plan_or_404(request, code)
    row = get_lot(gate.plan, row_id, gate.access)
    require_write_lot(gate.access, row)
    form = ProfileForm(request.POST or None, profil=row.profil, initial={"version": row.version})

    def write() -> None:
        version = form.cleaned_data["version"]
        change_lot(by=gate.access, lot=row, expected_version=version, profil=form.profil())

    back = reverse("terres:lot", args=[code, row.pk])
    if wrote(request, form, write):
        return done(request, back, "Les faits du lot sont enregistrés.")
    title = f"État physique et exclusions du lot {row.code}"
    return form_page(request, gate, form, onglet=LOTS, title=title, back=back)


@require_http_methods(BOTH)
def edit_results(request: HttpRequest, code: str, row_id: uuid.UUID) -> HttpResponse:
    """Type the results of a report."""
    gate = plan_or_404(request, code)
    row = get_analyse(gate.plan, row_id, gate.access)
    require_write_lot(gate.access, row.lot)
    rows = list(row.resultats.order_by("support", "parametre", "id"))
    form = ResultsForm(request.POST or None, initial={"lignes": write_lines(rows)})

    def write() -> None:
        write_resultats(by=gate.access, analyse=row, resultats=form.cleaned_data["lignes"])

    back = reverse("terres:analyse", args=[code, row.pk])
    if wrote(request, form, write):
        return done(request, back, "Les résultats sont enregistrés.")
    title = f"Résultats du bulletin {row.numero}"
    return form_page(request, gate, form, onglet=LOTS, title=title, back=back)
