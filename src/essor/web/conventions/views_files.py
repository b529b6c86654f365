"""The signed text itself; movements and signatories as files."""

import uuid

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from essor.records.conventions.life import life_of
from essor.records.conventions.queries import get_acte, movements_of
from essor.records.conventions.textes import attach_file, change_acte
from essor.records.plans.files import content_type_of, path_of
from essor.web.conventions.pages import BOTH, back, form_page, manager_or_403
from essor.web.conventions.tables import MOVEMENTS, SIGNATORIES, movement_lines, signatory_lines
from essor.web.design.csv_file import csv_file
from essor.web.design.form_faults import wrote
from essor.web.jalons.forms import LinkField
from essor.web.plan.gate import plan_or_404


class AttachForm(forms.Form):
    """The text as a file or a link, one of the two."""

    fichier = forms.FileField(
        label="Fichier du texte signé", required=False, allow_empty_file=True,
        help_text="20\u00a0Mio au plus, le plus souvent un PDF.",
    )  # fmt: skip
    document_href = LinkField(label="Ou un lien")

    def clean(self) -> dict[str, object]:
        """Refuse both, and neither."""
        data: dict[str, object] = super().clean() or {}
        if bool(data.get("fichier")) == bool(data.get("document_href")):
            raise forms.ValidationError("Choisir un fichier ou donner un lien, l'un des deux.")
        return data


@require_http_methods(BOTH)
def attach(request: HttpRequest, code: str, acte_id: uuid.UUID) -> HttpResponse:
    """Attach the signed text."""
    gate = manager_or_403(request, code)
    acte = get_acte(gate.plan, acte_id, gate.access)
    form = AttachForm(request.POST or None, request.FILES or None)

    def write() -> None:
        file = form.cleaned_data["fichier"]
        if file:
            attach_file(by=gate.access, acte=acte, file_name=file.name, content=file.file)
        else:
            href = form.cleaned_data["document_href"]
            change_acte(
                by=gate.access, acte=acte, document_href=href, sha256="", file_name="",
                size_bytes=None,
            )  # fmt: skip

    if wrote(request, form, write):
        return back(request, code, "Le texte signé est joint.", acte=acte)
    return form_page(request, gate, form, f"Joindre le texte de {acte.nom}", acte)


@require_GET
def document(request: HttpRequest, code: str, acte_id: uuid.UUID) -> FileResponse:
    """Send the signed text, always as an attachment."""
    gate = plan_or_404(request, code)
    acte = get_acte(gate.plan, acte_id, gate.access)
    path = path_of(acte.sha256)
    if not acte.sha256 or not path.is_file():
        raise Http404
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=acte.file_name,
        content_type=content_type_of(acte.file_name),
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def movements_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the movements that the page shows."""
    gate = plan_or_404(request, code)
    return csv_file("mouvements", MOVEMENTS, movement_lines(movements_of(gate.plan, gate.access)))


@require_GET
def signatories_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the signatories of the texts that the page shows."""
    gate = plan_or_404(request, code)
    found = life_of(plan=gate.plan, by=gate.access, now=timezone.now())
    return csv_file("signataires", SIGNATORIES, signatory_lines(found.signatures))
