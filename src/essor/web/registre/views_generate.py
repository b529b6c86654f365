"""Lines made from truck slips."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from essor.records.registre.choices import EtatLigne
from essor.records.registre.generation import bordereaux_without_ligne, generate_lignes
from essor.records.registre.models import LigneRegistre
from essor.web.registre.gate import BOTH, genre_or_404, keeper_or_404

SHOWN = 200  # slips of one page


@require_http_methods(BOTH)
def generate(request: HttpRequest, code: str, genre: str) -> HttpResponse:
    """Choose slips, make their lines; what nobody said yet is left to complete."""
    gate = keeper_or_404(request, code)
    genre_or_404(genre)
    rows = list(bordereaux_without_ligne(gate.plan, gate.access, genre)[:SHOWN])
    if request.method == "POST":
        asked = set(request.POST.getlist("bordereau"))
        chosen = [one for one in rows if str(one.pk) in asked]
        if chosen:
            made = generate_lignes(
                by=gate.access, plan=gate.plan, genre=genre, bordereaux=chosen, today=gate.today
            )
            messages.success(request, _counted(made))
            return redirect("registre:home", code)
        messages.warning(request, "Choisir au moins un bordereau.")
    context = gate.context(rows=rows, genre=genre)
    return render(request, "registre/generer.html", context)


def _counted(made: list[LigneRegistre]) -> str:
    drafts = sum(1 for one in made if one.etat == EtatLigne.BROUILLON)
    return f"{len(made)} ligne(s) créée(s), dont {drafts} à compléter."
