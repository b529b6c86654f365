"""What a person sets for herself: one click in a mail, or her account page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from essor.records.relances.kinds import Nature
from essor.records.relances.links import read_unsubscribe_token
from essor.records.relances.queries import refused_kinds
from essor.records.relances.subscriptions import set_refused, unsubscribe
from essor.web.compte.people import signed_in
from essor.web.relances.forms import SubscriptionsForm


# RFC 8058: the mail program posts by itself, with no cookie and no token of ours. The signed
# address is the proof, and stopping reminders is all that it can do.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, for machines open links; stop the kinds on POST."""
    found = read_unsubscribe_token(token)
    if found is None:
        return render(request, "relances/desabonnement_coupe.html", status=404)
    is_done = request.method == "POST"
    if is_done:
        unsubscribe(token=token)
    context = {"natures": found[1], "is_done": is_done}
    return render(request, "relances/desabonnement.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def subscriptions(request: HttpRequest) -> HttpResponse:
    """Choose which kinds of reminders I receive."""
    person = signed_in(request)
    refused = refused_kinds(person)
    initial = {"natures": [one.value for one in Nature if one not in refused]}
    form = SubscriptionsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        set_refused(by=person, person=person, natures=form.refused())
        messages.success(request, "Vos abonnements sont enregistrés.")
        return redirect("relances:subscriptions")
    context = {"form": form, "person": person}
    return render(request, "relances/abonnements.html", context, status=422 if form.errors else 200)
