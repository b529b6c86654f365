"""What is done to a subscription: another secret, a trial, a pause, a message sent again."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from essor.records.webhooks.actions import (
    ask_again,
    ask_trial,
    delete_abonnement,
    pause_abonnement,
    renew_secret,
    restart_abonnement,
)
from essor.records.webhooks.queries import get_livraison
from essor.web.webhooks.views import one_or_404, page_of

ON_ITS_WAY = (
    "Le message part\u00a0: rechargez cette page dans quelques secondes pour voir sa suite."
)


@never_cache
@login_required
@require_POST
@sensitive_variables("made")
def renew(request: HttpRequest, code: str, abonnement_id: uuid.UUID) -> HttpResponse:
    """Draw another secret, and show it this once."""
    territoire, access, abonnement = one_or_404(request, code, abonnement_id)
    is_leaked = request.POST.get("fuite") == "1"
    made = renew_secret(by=access, abonnement=abonnement, is_leaked=is_leaked)
    return page_of(request, territoire, access, made.abonnement, secret=made.secret)


@login_required
@require_POST
def trial(request: HttpRequest, code: str, abonnement_id: uuid.UUID) -> HttpResponse:
    """Send a message that says that nothing happened."""
    _, access, abonnement = one_or_404(request, code, abonnement_id)
    ask_trial(by=access, abonnement=abonnement)
    messages.success(request, ON_ITS_WAY)
    return redirect("webhooks:show", code, abonnement.pk)


@login_required
@require_POST
def pause(request: HttpRequest, code: str, abonnement_id: uuid.UUID) -> HttpResponse:
    """Stop announcing."""
    _, access, abonnement = one_or_404(request, code, abonnement_id)
    pause_abonnement(by=access, abonnement=abonnement)
    messages.success(request, "Le webhook est en pause.")
    return redirect("webhooks:show", code, abonnement.pk)


@login_required
@require_POST
def restart(request: HttpRequest, code: str, abonnement_id: uuid.UUID) -> HttpResponse:
    """Announce again."""
    _, access, abonnement = one_or_404(request, code, abonnement_id)
    restart_abonnement(by=access, abonnement=abonnement)
    messages.success(request, "Le webhook est remis en marche.")
    return redirect("webhooks:show", code, abonnement.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, code: str, abonnement_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete."""
    territoire, access, abonnement = one_or_404(request, code, abonnement_id)
    if request.method == "POST":
        delete_abonnement(by=access, abonnement=abonnement)
        messages.success(request, f"Le webhook « {abonnement.titre} » est supprimé.")
        return redirect("webhooks:list", code)
    context = {
        "territoire": territoire, "access": access, "tab": "webhooks", "abonnement": abonnement,
    }  # fmt: skip
    return render(request, "webhooks/supprimer.html", context)


@login_required
@require_POST
def again(
    request: HttpRequest, code: str, abonnement_id: uuid.UUID, livraison_id: uuid.UUID
) -> HttpResponse:
    """Send a message again."""
    _, access, abonnement = one_or_404(request, code, abonnement_id)
    ask_again(by=access, livraison=get_livraison(abonnement, livraison_id))
    messages.success(request, ON_ITS_WAY)
    return redirect("webhooks:show", code, abonnement.pk)
