"""Say where the site of a study is."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Forbidden
from essor.records.studies.actions import locate_study
from essor.records.studies.location import location_of
from essor.records.studies.permissions import require_edit_study
from essor.reports.etude_friche.kept_place import place_of_study
from essor.web.design.form_faults import add_faults
from essor.web.etudes.gate import TAB, study_or_404
from essor.web.etudes.map_forms import PlaceForm, initial_of


@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, code: str, study_id: uuid.UUID) -> HttpResponse:
    """Show what is known of the place, and keep what is said of it."""
    gate, row = study_or_404(request, code, study_id)
    require_edit_study(gate.access, row)
    kept = location_of(row.localisation)
    form = PlaceForm(
        request.POST or None,
        request.FILES or None,
        kept=kept,
        initial=initial_of(kept, row.version),
    )
    if request.method == "POST" and form.is_valid():
        try:
            locate_study(
                by=gate.access,
                study=row,
                location=form.location(),
                expected_version=form.cleaned_data["version"],
            )
        except Forbidden:
            raise
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "Le lieu du site est enregistré.")
            return redirect("etudes:show", code, study_id)
    status = 422 if request.method == "POST" else 200
    context = gate.context(study=row, form=form, place=place_of_study(row)) | TAB
    return render(request, "etudes/lieu.html", context, status=status)
