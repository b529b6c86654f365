"""Accepting an invitation: the page behind the signed link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import UserFault
from essor.records.accounts.actions import NewPerson, accept_invitation, require_open
from essor.records.accounts.models import Invitation, Membre, User
from essor.records.accounts.queries import author_of, find_person, invitation_of
from essor.web.compte import first_step
from essor.web.compte.forms import AcceptForm
from essor.web.compte.people import signed_in
from essor.web.design.form_faults import add_faults


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is offered, and accept it in the way that fits who is looking."""
    found = invitation_of(token)
    if found is None:
        return render(request, "compte/invitation_close.html", status=404)
    try:
        require_open(found, timezone.now())
    except UserFault as error:
        context = {"invitation": found, "faults": error.faults}
        return render(request, "compte/invitation_close.html", context, status=410)
    if request.user.is_authenticated:
        return _as_signed_in(request, found, token)
    if find_person(found.email) is not None:
        return _show(request, found, "connexion")
    return _as_new_person(request, found, token)


def _as_signed_in(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    person = signed_in(request)
    if person.email != found.email:
        return _show(request, found, "autre_compte")
    if request.method != "POST":
        return _show(request, found, "accepter")
    return _welcome(request, accept_invitation(token=token, user=person))


def _as_new_person(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        new_person = NewPerson(
            prenom=data["prenom"],
            nom=data["nom"],
            structure=data["structure"],
            password=data["new"],
        )
        try:
            membre = accept_invitation(token=token, new_person=new_person)
        except UserFault as error:
            add_faults(form, error)
        else:
            first_step.sign_in(request, User.objects.get(pk=membre.user_id))
            return _welcome(request, membre)
    return _show(request, found, "nouveau", form)


def _show(
    request: HttpRequest, found: Invitation, case: str, form: AcceptForm | None = None
) -> HttpResponse:
    context = {"invitation": found, "author": author_of(found), "case": case, "form": form}
    status = 422 if form is not None and form.errors else 200
    return render(request, "compte/invitation.html", context, status=status)


def _welcome(request: HttpRequest, membre: Membre) -> HttpResponse:
    territoire = membre.territoire
    messages.success(
        request, f"Bienvenue dans {territoire.nom}. Votre rôle\u00a0: {membre.get_role_display()}."
    )
    return redirect("territoires:show", territoire.code)
