"""The short sheet of a pilot, behind her personal link: no password, her actions only."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import Fault
from essor.records.relances.answers import SheetRefused, answer_sheet
from essor.records.relances.links import SheetKey, sheet_key
from essor.records.relances.sheet import Sheet, read_sheet
from essor.web.fiche_pilote.forms import ActionForm, JalonForm, action_form

EMPTY = "Rien n'est coché ni changé : dites au moins « rien de nouveau » pour une action."
REFUSED, CONFLICT = 400, 409


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, token: str) -> HttpResponse:
    """Show the sheet, or write all of it at once."""
    key = sheet_key(token, timezone.now())
    if key is None:
        return _hidden(render(request, "fiche/close.html", status=404))
    found = read_sheet(
        plan=key.link.plan,
        campagne=key.link.campagne,
        access=key.access,
        today=timezone.localdate(),
    )
    data = request.POST if request.method == "POST" else None
    forms = [action_form(row, data) for row in found.rows]
    if data is not None:
        # no short circuit: every fault of every action shows at once
        if all([one.is_whole_valid() for one in forms]):
            return _hidden(_written(request, key, found, forms))
        return _hidden(_page(request, key, found, forms, status=REFUSED))
    return _hidden(_page(request, key, found, forms))


def _written(
    request: HttpRequest, key: SheetKey, found: Sheet, forms: list[ActionForm]
) -> HttpResponse:
    answers = [form.answer() for form in forms]
    said = [answer for answer in answers if answer.is_answer]
    if not said:
        return _page(request, key, found, forms, status=REFUSED, refusal=EMPTY)
    try:
        answer_sheet(by=key.access, answers=said)
    except SheetRefused as error:
        fresh = _with_faults(request, found, forms, error)
        is_conflict = any(fault.code == "conflit" for fault in error.faults)
        return _page(request, key, found, fresh, status=CONFLICT if is_conflict else REFUSED)
    count = len(said)
    plural = "s" if count > 1 else ""
    messages.success(
        request, f"Merci {key.person.label}. {count} action{plural} mise{plural} à jour."
    )
    return redirect(request.path)


def _with_faults(
    request: HttpRequest, found: Sheet, forms: Iterable[ActionForm], error: SheetRefused
) -> list[ActionForm]:
    """Return the forms as typed, with their faults, having read what stands now.

    The fresh version lets the person keep her own value by sending it again.
    """
    data: Any = request.POST.copy()
    for form in forms:
        data[form.add_prefix("version")] = str(form.row.action.version)
        for one in form.jalons:
            data[one.add_prefix("version")] = str(one.row.jalon.version)
            standing = one.row.standing
            data[one.add_prefix("seen")] = str(standing.pk) if standing else ""
    fresh = [action_form(row, data) for row in found.rows]
    for form in fresh:
        form.is_whole_valid()
        _put(form, error.by_action.get(form.row.action.pk, ()))
    return fresh


def _put(form: ActionForm, faults: Iterable[Fault]) -> None:
    """Put each fault beside what it is about."""
    jalons = {str(one.row.jalon.pk): one for one in form.jalons}
    names = {"statut": "statut", "point": "cause", "note": "note", "rien": "rien"}
    for fault in faults:
        place = fault.place.field or ""
        said = f"{fault.message.rstrip('.')}."
        if fault.expected:
            said += f" Attendu\u00a0: {fault.expected}."
        if place in jalons:
            jalons[place].add_error(_side(jalons[place]), said)
        else:
            form.add_error(names.get(place), said)


def _side(form: JalonForm) -> str:
    return "actual" if form.cleaned_data.get("actual") else "expected"


def _page(
    request: HttpRequest,
    key: SheetKey,
    found: Sheet,
    forms: list[ActionForm],
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    context = {
        "person": key.person,
        "territoire": key.link.plan.territoire,
        "link": key.link,
        "campagne": key.link.campagne,
        "sheet": found,
        "forms": forms,
        "faulty": [one for form in forms for one in form.all_forms if one.errors],
        "refusal": refusal,
        "today": timezone.localdate(),
    }
    return render(request, "fiche/fiche.html", context, status=status)


def _hidden(response: HttpResponse) -> HttpResponse:
    """Keep a secret address out of search engines."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
