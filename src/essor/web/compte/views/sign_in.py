"""Signing in, in one or two steps, and signing out."""

import django_otp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from essor.foundations.errors import UserFault
from essor.records.accounts.actions import DEMONSTRATION_PASSWORD, check_code
from essor.records.accounts.models import User
from essor.records.accounts.queries import (
    confirmed_totp,
    demonstration_accounts,
    demonstration_membres,
)
from essor.web.compte import first_step
from essor.web.compte.destinations import asked_destination, destination_for
from essor.web.compte.forms import CodeForm, ConnexionForm
from essor.web.design.form_faults import add_faults

WRONG = "L'adresse ou le mot de passe n'est pas le bon."


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def connexion(request: HttpRequest) -> HttpResponse:
    """Ask for the address and the password."""
    asked = asked_destination(request)
    if request.method != "POST" and isinstance(request.user, User):
        return redirect(destination_for(request.user, asked))
    form = ConnexionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        person = authenticate(
            request,
            username=form.cleaned_data["username"].strip().lower(),
            password=form.cleaned_data["password"],
        )
        if isinstance(person, User):
            return _after_password(request, person, asked)
        form.add_error(None, WRONG)
    context = {
        "form": form,
        "asked": asked,
        "demonstration": list(demonstration_membres()) if settings.IS_DEMONSTRATION else [],
        "demonstration_password": DEMONSTRATION_PASSWORD,
    }
    return render(request, "compte/connexion.html", context, status=422 if form.errors else 200)


def _after_password(request: HttpRequest, person: User, asked: str) -> HttpResponse:
    if confirmed_totp(person) is not None:
        first_step.remember(request, person, asked)
        return redirect("compte:second_facteur")
    first_step.sign_in(request, person)
    return redirect(destination_for(person, asked))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_facteur(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the application, or for a backup code."""
    known = first_step.remembered(request)
    if known is None:
        messages.info(request, "Commencez par votre adresse et votre mot de passe.")
        return redirect("compte:connexion")
    person, asked = known
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            device = check_code(person=person, code=form.cleaned_data["code"])
        except UserFault as error:
            add_faults(form, error)
        else:
            first_step.sign_in(request, person)
            django_otp.login(request, device)
            return redirect(destination_for(person, asked))
    context = {"form": form, "person": person}
    status = 422 if form.errors else 200
    return render(request, "compte/second_facteur.html", context, status=status)


@require_POST
def deconnexion(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    messages.success(request, "Vous êtes déconnecté.")
    return redirect("accueil")


@require_POST
def demonstration(request: HttpRequest) -> HttpResponse:
    """Sign in as a demonstration account, in one click, in a demonstration workspace only."""
    email = request.POST.get("email", "")
    known = {person.email: person for person in demonstration_accounts() if person.is_active}
    if not settings.IS_DEMONSTRATION or email not in known:
        raise PermissionDenied
    person = known[email]
    first_step.sign_in(request, person)
    return redirect(destination_for(person, asked_destination(request)))
