"""Turning the second factor on and off."""

import base64

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essor.foundations.errors import UserFault
from essor.records.accounts.actions import (
    confirm_totp,
    disable_totp,
    renew_backup_codes,
    start_totp,
)
from essor.records.accounts.models import User
from essor.records.accounts.queries import backup_codes_left, confirmed_totp, pending_totp
from essor.web.compte.forms import CodeForm, ProofForm
from essor.web.compte.people import signed_in
from essor.web.design.form_faults import add_faults

KEY_GROUP = 4


@never_cache
@login_required
@require_safe
def double(request: HttpRequest) -> HttpResponse:
    """Say whether the second factor is on, and what can be done."""
    return _state(request, signed_in(request))


@login_required
@require_POST
def commencer(request: HttpRequest) -> HttpResponse:
    """Draw a key, then show it."""
    person = signed_in(request)
    start_totp(by=person, person=person)
    return redirect("compte:double_cle")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cle(request: HttpRequest) -> HttpResponse:
    """Show the key, and turn the second factor on with a first code."""
    person = signed_in(request)
    device = pending_totp(person)
    if device is None:
        return redirect("compte:double")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            codes = confirm_totp(by=person, person=person, code=form.cleaned_data["code"])
        except UserFault as error:
            add_faults(form, error)
        else:
            return _show_codes(request, codes, just_enabled=True)
    context = {"form": form, "qr": qr_svg(device.config_url), "key": readable_key(device.bin_key)}
    status = 422 if form.errors else 200
    return render(request, "compte/double_cle.html", context, status=status)


@never_cache
@login_required
@sensitive_post_parameters()
@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """Replace the backup codes and show the new ones, once."""
    person = signed_in(request)
    form = ProofForm(request.POST, auto_id="codes_%s")
    if form.is_valid():
        try:
            drawn = renew_backup_codes(by=person, person=person, **form.cleaned_data)
        except UserFault as error:
            add_faults(form, error)
        else:
            return _show_codes(request, drawn, just_enabled=False)
    return _state(request, person, codes_form=form)


@never_cache
@login_required
@sensitive_post_parameters()
@require_POST
def desactiver(request: HttpRequest) -> HttpResponse:
    """Turn the second factor off."""
    person = signed_in(request)
    form = ProofForm(request.POST, auto_id="desactiver_%s")
    if form.is_valid():
        try:
            disable_totp(by=person, person=person, **form.cleaned_data)
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "La double authentification est désactivée.")
            return redirect("compte:double")
    return _state(request, person, disable_form=form)


def qr_svg(text: str) -> SafeString:
    """Draw a QR code as inline SVG, without any style that the CSP would refuse."""
    code = segno.make(text, micro=False)
    svg = code.svg_inline(omitsize=True, border=4, light="#fff", dark="#000", svgclass="qr")
    return mark_safe(svg)  # noqa: S308 - made here, the text only draws squares


def readable_key(key: bytes) -> str:
    """Write a key as applications ask for it, in groups of four letters."""
    text = base64.b32encode(key).decode().rstrip("=")
    return " ".join(text[start : start + KEY_GROUP] for start in range(0, len(text), KEY_GROUP))


def _show_codes(request: HttpRequest, drawn: list[str], *, just_enabled: bool) -> HttpResponse:
    context = {"codes": drawn, "just_enabled": just_enabled}
    return render(request, "compte/double_codes.html", context)


def _state(
    request: HttpRequest,
    person: User,
    *,
    codes_form: ProofForm | None = None,
    disable_form: ProofForm | None = None,
) -> HttpResponse:
    is_refused = codes_form is not None or disable_form is not None
    context = {
        "is_on": confirmed_totp(person) is not None,
        "codes_left": backup_codes_left(person),
        "codes_form": codes_form or ProofForm(auto_id="codes_%s"),
        "disable_form": disable_form or ProofForm(auto_id="desactiver_%s"),
        "refused_form": codes_form or disable_form,
    }
    return render(request, "compte/double.html", context, status=422 if is_refused else 200)
