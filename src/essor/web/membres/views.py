"""Who works on this territory, with which rights, and who is invited."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from essor.foundations.errors import UserFault
from essor.records.accounts import actions
from essor.records.accounts.mails import has_mail_server
from essor.records.accounts.models import Invitation
from essor.records.accounts.permissions import Access
from essor.records.accounts.queries import list_membres, list_open_invitations
from essor.records.accounts.roles import Capability, Role
from essor.records.territoires.models import Territoire
from essor.web.design.form_faults import add_faults
from essor.web.design.territoire import territoire_or_404
from essor.web.membres.forms import InviteForm, RoleForm
from essor.web.membres.rows import invitation_rows, membre_rows, role_rows


@never_cache
@login_required
@require_safe
def list_page(request: HttpRequest, code: str) -> HttpResponse:
    """List the members, and the open invitations to whoever may invite."""
    territoire, access = territoire_or_404(request, code)
    access.require(Capability.VIEW_INTERNAL)
    return _page(request, territoire, access)


@login_required
@require_POST
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """Offer a role to an address."""
    territoire, access = territoire_or_404(request, code)
    access.require(Capability.INVITE)
    form = InviteForm(request.POST, roles=_invitable(access))
    if form.is_valid():
        try:
            sent = actions.invite(
                by=access,
                territoire=territoire,
                email=form.cleaned_data["email"],
                role=Role(form.cleaned_data["role"]),
                make_url=_make_url(request),
            )
        except UserFault as error:
            add_faults(form, error)
        else:
            _tell_sent(request, sent)
            return redirect("membres:list", territoire.code)
    return _page(request, territoire, access, form)


@login_required
@require_POST
def change_role(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """Give a member another role."""
    territoire, access = territoire_or_404(request, code)
    access.require(Capability.MANAGE_MEMBERS)
    membre = get_object_or_404(list_membres(territoire), pk=pk)
    form = RoleForm(request.POST, roles=[role for role in Role if access.can_give(role)])
    if not form.is_valid():
        raise UserFault.single("Ce rôle ne peut pas être donné.", field="rôle")
    membre = actions.change_role(
        by=access,
        membre=membre,
        role=Role(form.cleaned_data["role"]),
        expected_version=form.cleaned_data["version"],
    )
    label = Role(membre.role).label
    messages.success(request, f"{membre.user.label} a maintenant le rôle {label}.")
    return redirect("membres:list", territoire.code)


@login_required
@require_POST
def remove(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """Take a person out of the territory, or leave it."""
    territoire, access = territoire_or_404(request, code)
    access.require(Capability.VIEW_INTERNAL)
    membre = get_object_or_404(list_membres(territoire), pk=pk)
    actions.remove_membre(by=access, membre=membre)
    if membre.user_id == access.user_id and not access.is_superuser:
        messages.success(request, f"Vous avez quitté {territoire.nom}.")
        return redirect("compte:compte")
    messages.success(request, f"{membre.user.label} n'est plus membre du territoire.")
    return redirect("membres:list", territoire.code)


@login_required
@require_POST
def revoke(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """Withdraw an invitation."""
    territoire, access = territoire_or_404(request, code)
    access.require(Capability.INVITE)
    invitation = _invitation(territoire, pk)
    actions.revoke_invitation(by=access, invitation=invitation)
    messages.success(request, f"L'invitation de {invitation.email} est retirée.")
    return redirect("membres:list", territoire.code)


@login_required
@require_POST
def resend(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """Send an invitation again, with a new link."""
    territoire, access = territoire_or_404(request, code)
    access.require(Capability.INVITE)
    sent = actions.send_invitation_again(
        by=access, invitation=_invitation(territoire, pk), make_url=_make_url(request)
    )
    _tell_sent(request, sent)
    return redirect("membres:list", territoire.code)


def _page(
    request: HttpRequest, territoire: Territoire, access: Access, form: InviteForm | None = None
) -> HttpResponse:
    may_invite = access.can(Capability.INVITE)
    context = {
        "territoire": territoire,
        "access": access,
        "tab": "membres",
        "rows": membre_rows(territoire, access),
        "may_invite": may_invite,
        "form": form or InviteForm(roles=_invitable(access)),
        "invitations": invitation_rows(territoire, access, _make_url(request))
        if may_invite
        else [],
        "has_mail_server": has_mail_server(),
        "lifetime_days": actions.INVITATION_LIFETIME.days,
        "roles": list(Role),
        "role_rows": role_rows(),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "membres/membres.html", context, status=status)


def _invitable(access: Access) -> list[Role]:
    return [role for role in reversed(Role) if access.can_invite(role)]


def _invitation(territoire: Territoire, pk: uuid.UUID) -> Invitation:
    invitation: Invitation = get_object_or_404(list_open_invitations(territoire), pk=pk)
    return invitation


def _make_url(request: HttpRequest) -> actions.MakeUrl:
    return lambda token: request.build_absolute_uri(reverse("compte:invitation", args=(token,)))


def _tell_sent(request: HttpRequest, sent: actions.SentInvitation) -> None:
    email = sent.invitation.email
    if sent.is_sent and has_mail_server():
        messages.success(request, f"Invitation envoyée à {email}.")
    else:
        messages.warning(
            request,
            f"L'invitation de {email} est prête, mais aucun courriel n'est parti\u00a0: "
            "transmettez-lui le lien affiché ci-dessous.",
        )
