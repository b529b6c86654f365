"""The phone of a site: one form behind its link, which works without network, and its worker.

Nothing here opens a session: the address is the proof, and adding slips of one site is all that
it can do.
"""

from functools import cache
from importlib.resources import files
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essor.foundations.errors import UserFault
from essor.foundations.french import format_number
from essor.records.bordereaux.actions import Added, receive_bordereau
from essor.records.bordereaux.liens import find_open_lien
from essor.records.bordereaux.models import LienChantier
from essor.records.jetons.calls import count_call
from essor.web.bordereaux.forms import TelephoneForm, now_values
from essor.web.design.form_faults import add_faults

SENDS_A_MINUTE = 120
CLOSED = (
    "Ce lien n'est plus ouvert : demandez un nouveau QR code au chantier. "
    "Vos bordereaux restent dans ce téléphone."
)
KEPT = ("destination", "lot", "plaques", "transporteur", "saisi_par", "pesee")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def telephone(request: HttpRequest, jeton: str) -> HttpResponse:
    """Show the form of a site; without scripts, write what it sends."""
    lien = find_open_lien(jeton, at=timezone.now())
    if lien is None:
        return _hidden(render(request, "bordereaux/telephone_ferme.html", status=404))
    if request.method != "POST":
        return _page(request, lien, jeton, _next_form(lien, {}))
    form = TelephoneForm(request.POST, lien=lien)
    added = _receive(lien, form)
    if added is None:
        return _page(request, lien, jeton, form)
    # not a redirection: loading again sends the same identity, which writes nothing twice
    return _page(request, lien, jeton, _next_form(lien, form.cleaned_data), done=_said(added))


# The script sends what was typed without network, without any cookie: the signed address is the
# proof, the identity drawn by the phone makes a second sending harmless.
@csrf_exempt
@never_cache
@require_POST
def envoi(request: HttpRequest, jeton: str) -> JsonResponse:
    """Write one slip that a phone kept, and say in JSON what became of it."""
    lien = find_open_lien(jeton, at=timezone.now())
    if lien is None:
        return JsonResponse({"etat": "ferme", "message": CLOSED}, status=404)
    allowance = count_call(caller=f"bordereau:{lien.pk}", limit=SENDS_A_MINUTE, at=timezone.now())
    if allowance.is_spent:
        headers = {"Retry-After": str(allowance.reset_s)}
        return JsonResponse({"etat": "attendre"}, status=429, headers=headers)
    form = TelephoneForm(request.POST, lien=lien)
    added = _receive(lien, form)
    if added is None:
        faults = [str(one) for errors in form.errors.values() for one in errors]
        return JsonResponse({"etat": "refuse", "fautes": faults}, status=422)
    state = "enregistre" if added.is_new else "deja"
    return JsonResponse(
        {"etat": state, "message": _said(added)}, status=201 if added.is_new else 200
    )


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Send the service worker from the folder of the forms: it can serve nothing else."""
    headers = {
        "Cache-Control": "private, no-cache",
        "Service-Worker-Allowed": request.path.rpartition("/")[0] + "/",
    }
    return HttpResponse(
        _worker_text(), content_type="text/javascript; charset=utf-8", headers=headers
    )


@cache
def _worker_text() -> str:
    found = files("essor.web") / "static" / "essor" / "bordereau-hors-ligne.js"
    return found.read_text(encoding="utf-8")


def _receive(lien: LienChantier, form: TelephoneForm) -> Added | None:
    """Write what a form says, None with its faults in the form."""
    if not form.is_valid():
        return None
    try:
        return receive_bordereau(lien=lien, envoi_uuid=form.envoi, **form.values())
    except UserFault as error:
        add_faults(form, error)
        return None


def _said(added: Added) -> str:
    row = added.bordereau
    done = "enregistré" if added.is_new else "déjà enregistré"
    return f"{row}\u00a0: {format_number(row.tonnes)}\u00a0t vers {row.destination.nom}, {done}."


def _next_form(lien: LienChantier, last: dict[str, Any]) -> TelephoneForm:
    """Return the form of the next truck: what rarely changes stays filled."""
    kept = {name: last[name] for name in KEPT if name in last}
    return TelephoneForm(initial={**kept, **now_values()}, lien=lien)


def _page(
    request: HttpRequest, lien: LienChantier, jeton: str, form: TelephoneForm, done: str = ""
) -> HttpResponse:
    chantier = lien.chantier
    context = {
        "form": form,
        "lien": lien,
        "jeton": jeton,
        "chantier": chantier,
        "territoire_nom": chantier.plan.territoire.nom,
        "done": done,
    }
    status = 400 if form.errors else 200
    return _hidden(render(request, "bordereaux/telephone.html", context, status=status))


def _hidden(response: HttpResponse) -> HttpResponse:
    """Keep a secret address out of search engines."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
