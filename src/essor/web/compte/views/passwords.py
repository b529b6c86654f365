"""Changing one's password, and finding the way back when it is forgotten."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from essor.foundations.errors import UserFault
from essor.records.accounts.actions import change_password, reset_password, send_reset_link
from essor.records.accounts.actions.people import MakePasswordUrl
from essor.records.accounts.links import read_password_reset
from essor.records.accounts.mails import has_mail_server
from essor.web.compte.afterwards import RedirectThen
from essor.web.compte.forms import ForgottenForm, NewPasswordForm, PasswordForm
from essor.web.compte.people import signed_in
from essor.web.design.form_faults import add_faults


@never_cache
@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def mot_de_passe(request: HttpRequest) -> HttpResponse:
    """Change one's own password; every other session ends."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    person = signed_in(request)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            person = change_password(
                by=person, person=person, current=data["current"], new=data["new"]
            )
        except UserFault as error:
            add_faults(form, error)
        else:
            update_session_auth_hash(request, person)
            messages.success(
                request, "Mot de passe changé. Vos autres appareils doivent se reconnecter."
            )
            return redirect("compte:compte")
    status = 422 if form.errors else 200
    return render(request, "compte/mot_de_passe.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def mot_de_passe_oublie(request: HttpRequest) -> HttpResponse:
    """Send a link to the address; the answer never tells whether an account has it."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        email = form.cleaned_data["email"]
        return RedirectThen(
            reverse("compte:mot_de_passe_envoye"),
            lambda: send_reset_link(email=email, make_url=_make_url(request)),
        )
    status = 422 if form.errors else 200
    return render(request, "compte/mot_de_passe_oublie.html", {"form": form}, status=status)


@require_safe
def mot_de_passe_envoye(request: HttpRequest) -> HttpResponse:
    """Say what happens now."""
    context = {"has_mail_server": has_mail_server()}
    return render(request, "compte/mot_de_passe_envoye.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def mot_de_passe_nouveau(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Set a new password with the link that was sent."""
    person = read_password_reset(uid, token)
    if person is None:
        return render(request, "compte/lien_perime.html", status=410)
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            reset_password(token=token, person=person, new=form.cleaned_data["new"])
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "Mot de passe changé. Vous pouvez vous connecter.")
            return redirect("compte:connexion")
    context = {"form": form, "person": person}
    status = 422 if form.errors else 200
    return render(request, "compte/mot_de_passe_nouveau.html", context, status=status)


def _make_url(request: HttpRequest) -> MakePasswordUrl:
    return lambda *parts: request.build_absolute_uri(
        reverse("compte:mot_de_passe_nouveau", args=parts)
    )
