"""Adding, changing and deleting one kind of row: three pages told once for the six kinds."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Forbidden
from essor.web.comites.pages import Question
from essor.web.design.form_faults import wrote
from essor.web.plan.gate import PlanGate, plan_or_404
from essor.web.terres.forms import RowForm
from essor.web.terres.pages import BOTH, done, form_page, question_page

View = Callable[..., HttpResponse]
Hrefs = Callable[[PlanGate, Any], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of row, and what its three pages say and do.

    row_name : name of the row in its actions; parent_name : what it is added to, in ``create``
    form : makes the form from (data, files, gate, parent, initial)
    find, find_parent : the row or its parent from the address; raise Http404
    require : raises Forbidden for (access, parent)
    create, change, remove : actions; row_href, parent_href : where the person goes afterwards
    noun : « l'exutoire »; added, changed, deleted : what was done, in a sentence
    """

    row_name: str
    parent_name: str
    onglet: str
    noun: str
    form: Callable[..., RowForm]
    find: Callable[[PlanGate, uuid.UUID], Any]
    find_parent: Callable[[PlanGate, uuid.UUID | None], Any]
    parent_of: Callable[[Any], Any]
    require: Callable[[Any, Any], None]
    create: Callable[..., Any]
    change: Callable[..., Any]
    remove: Callable[..., Any]
    row_href: Hrefs
    parent_href: Hrefs
    add_title: str
    added: str
    changed: str
    deleted: str
    warning: str
    initial: Callable[[Any], dict[str, Any]] = lambda parent: {}


def adding(kind: Kind) -> View:
    """Return the page that adds a row."""

    @require_http_methods(BOTH)
    def add(request: HttpRequest, code: str, row_id: uuid.UUID | None = None) -> HttpResponse:
        gate = plan_or_404(request, code)
        parent = kind.find_parent(gate, row_id)
        kind.require(gate.access, parent)
        form = kind.form(
            request.POST or None, request.FILES or None, gate=gate, parent=parent,
            initial=kind.initial(parent),
        )  # fmt: skip
        rows: list[Any] = []

        def write() -> None:
            values = {kind.parent_name: parent} | form.values()
            rows.append(kind.create(by=gate.access, **values))

        if wrote(request, form, write):
            return done(request, kind.row_href(gate, rows[0]), kind.added)
        back = kind.parent_href(gate, parent)
        return form_page(request, gate, form, onglet=kind.onglet, title=kind.add_title, back=back)

    return add


def changing(kind: Kind) -> View:
    """Return the page that changes a row."""

    @require_http_methods(BOTH)
    def change(request: HttpRequest, code: str, row_id: uuid.UUID) -> HttpResponse:
        gate = plan_or_404(request, code)
        row = kind.find(gate, row_id)
        parent = kind.parent_of(row)
        kind.require(gate.access, parent)
        form = kind.form(
            request.POST or None, request.FILES or None, gate=gate, parent=parent,
            initial=stored(row),
        )  # fmt: skip

        def write() -> None:
            version = form.cleaned_data["version"]
            values = {kind.row_name: row} | form.values()
            kind.change(by=gate.access, expected_version=version, **values)

        href = kind.row_href(gate, row)
        if wrote(request, form, write):
            return done(request, href, kind.changed)
        title = f"Modifier {kind.noun} « {row} »"
        return form_page(request, gate, form, onglet=kind.onglet, title=title, back=href)

    return change


def deleting(kind: Kind) -> View:
    """Return the page that asks, then deletes a row."""

    @require_http_methods(BOTH)
    def delete(request: HttpRequest, code: str, row_id: uuid.UUID) -> HttpResponse:
        gate = plan_or_404(request, code)
        row = kind.find(gate, row_id)
        parent = kind.parent_of(row)
        kind.require(gate.access, parent)
        text = kind.warning
        if request.method == "POST":
            try:
                remove = kind.remove  # an action of the records, which journals
                remove(by=gate.access, **{kind.row_name: row})
            except Forbidden:
                raise
            except UserFault as error:
                text = " ".join(fault.sentence() for fault in error.faults)
            else:
                said = f"{kind.deleted} L'historique le rétablit."
                return done(request, kind.parent_href(gate, parent), said)
        question = Question(
            title=f"Supprimer {kind.noun} « {row} » ?", text=text, button=f"Supprimer {kind.noun}"
        )
        href = kind.row_href(gate, row)
        return question_page(request, gate, question, onglet=kind.onglet, back=href)

    return delete


def stored(row: Model) -> dict[str, Any]:
    """Return what a form shows of a row, and the version that the person reads."""
    return model_to_dict(row) | {"version": row.version}  # type: ignore[attr-defined]


def to(name: str, *, anchor: str = "", by_row: bool = True) -> Hrefs:
    """Return where a page is: ``terres:name`` of the territory, with the row's id or without."""

    def href(gate: PlanGate, row: Any) -> str:
        arguments = [gate.territoire.code, row.pk] if by_row else [gate.territoire.code]
        return reverse(f"terres:{name}", args=arguments) + anchor

    return href


def simple(form: type[forms.Form]) -> Callable[..., Any]:
    """Return the maker of a form that needs neither the plan nor the person."""

    def make(data: Any, files: Any, *, gate: PlanGate, parent: Any, initial: Any) -> forms.Form:
        return form(data, files, initial=initial)

    return make
