"""The slip that travels with a load."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from essor.records.registre.queries import ligne_or_404
from essor.reports.bordereau_terres.facts import slip_facts
from essor.reports.bordereau_terres.sheet import slip_pdf
from essor.web.design.csv_file import file_answer
from essor.web.registre.gate import gate_or_404


@require_safe
def slip(request: HttpRequest, code: str, ligne_id: uuid.UUID) -> HttpResponse:
    """Send the slip of a line as a PDF to print and sign."""
    gate = gate_or_404(request, code)
    ligne = ligne_or_404(gate.plan, gate.access, ligne_id)
    facts = slip_facts(
        ligne.champs,
        genre=ligne.genre,
        territory=gate.territoire.nom,
        edited_on=gate.today,
        is_demonstration=ligne.is_demonstration,
    )
    name = ligne.public_id.replace("/", "-")
    return file_answer(slip_pdf(facts), kind="application/pdf", name=f"bordereau-{name}.pdf")
