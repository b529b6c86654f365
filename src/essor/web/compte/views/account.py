"""« Mon compte »: who I am, where I have a place, how I sign in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import UserFault
from essor.records.accounts.actions import change_profile
from essor.records.accounts.queries import confirmed_totp, membres_of
from essor.web.compte.forms import ProfileForm
from essor.web.compte.people import signed_in
from essor.web.design.form_faults import add_faults


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def compte(request: HttpRequest) -> HttpResponse:
    """Show the account and change the profile."""
    person = signed_in(request)
    current = {"prenom": person.prenom, "nom": person.nom, "structure": person.structure}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=current)
    if form.is_bound and form.is_valid():
        try:
            change_profile(by=person, person=person, **form.cleaned_data)
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "Profil enregistré.")
            return redirect("compte:compte")
    context = {
        "form": form,
        "person": person,
        "membres": list(membres_of(person)),
        "has_second_factor": confirmed_totp(person) is not None,
    }
    return render(request, "compte/compte.html", context, status=422 if form.errors else 200)
