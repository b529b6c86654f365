"""Files: verified without being kept, taken, written for the national register."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essor.foundations.errors import UserFault
from essor.records.registre.actions import declare_lignes
from essor.records.registre.files import (
    FORMATS,
    Export,
    export_of,
    read_file,
    template,
    verify_file,
    write_file,
)
from essor.records.registre.imports import Preview, Sort, import_lignes, preview_import
from essor.records.registre.queries import declared_identities, ready_lignes
from essor.web.design.csv_file import file_answer
from essor.web.design.form_faults import add_faults, wrote
from essor.web.registre.forms import DeclareForm, FichierForm, ImportForm
from essor.web.registre.gate import BOTH, Gate, gate_or_404, genre_or_404, keeper_or_404

SHOWN = 500  # remarks on one page


@require_http_methods(BOTH)
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say everything that the national register would refuse in a file, and keep nothing of it."""
    gate = gate_or_404(request, code)
    form = FichierForm(request.POST or None, request.FILES or None)
    context = gate.context(form=form)
    if request.method == "POST" and form.is_valid():
        try:
            context |= {"checked": _verified(gate, form), "shown": SHOWN}
        except UserFault as error:
            add_faults(form, error)
    status = 400 if form.errors else 200
    return render(request, "registre/verifier.html", context, status=status)


@require_http_methods(BOTH)
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a file would change, then take it when asked to."""
    gate = keeper_or_404(request, code)
    form = ImportForm(request.POST or None, request.FILES or None)
    seen: list[Preview] = []
    context = gate.context(form=form, shown=SHOWN)
    if wrote(request, form, lambda: seen.append(_taken(request, gate, form))):
        preview = seen[0]
        if "importer" in request.POST:
            messages.success(request, _counted(preview))
            return redirect("registre:home", code)
        context["preview"] = preview
    status = 400 if form.errors else 200
    return render(request, "registre/importer.html", context, status=status)


@require_safe
def blank(request: HttpRequest, code: str, genre: str, file_format: str) -> HttpResponse:
    """Send an empty file with the columns of a register."""
    gate_or_404(request, code)
    genre_or_404(genre)
    if file_format not in ("csv", "xlsx"):
        raise Http404
    name = f"modele-terres-{genre}.{file_format}"
    return file_answer(template(genre, file_format), kind=FORMATS[file_format], name=name)


@require_safe
def export(request: HttpRequest, code: str, genre: str) -> HttpResponse:
    """Show what would be sent, what is left out and why."""
    gate = gate_or_404(request, code)
    found = _export(gate, genre)
    form = DeclareForm(initial={"declared_on": gate.today})
    context = gate.context(genre=genre, export=found, form=form, is_invented=_is_invented(found))
    return render(request, "registre/exporter.html", context)


@require_safe
def download(request: HttpRequest, code: str, genre: str, file_format: str) -> HttpResponse:
    """Send the lines that the register would take today."""
    gate = gate_or_404(request, code)
    if file_format not in FORMATS:
        raise Http404
    found = _export(gate, genre)
    invented = "demonstration-" if _is_invented(found) else ""
    name = f"{invented}terres-{genre}-{gate.territoire.code}-{gate.today:%Y%m%d}.{file_format}"
    return file_answer(write_file(found, file_format), kind=FORMATS[file_format], name=name)


@require_POST
def declare(request: HttpRequest, code: str, genre: str) -> HttpResponse:
    """Say that the lines of the file were sent."""
    gate = keeper_or_404(request, code)
    found = _export(gate, genre)
    asked = set(request.POST.getlist("ligne"))
    rows = [ligne for ligne, _ in found.kept if str(ligne.pk) in asked]
    form = DeclareForm(request.POST)
    if form.is_valid() and not rows:
        form.add_error(None, "Choisir au moins une ligne.")

    def write() -> None:
        declare_lignes(by=gate.access, lignes=rows, declared_on=form.cleaned_data["declared_on"])

    if wrote(request, form, write):
        messages.success(request, f"{len(rows)} ligne(s) notées comme déclarées.")
        return redirect("registre:home", code)
    context = gate.context(genre=genre, export=found, form=form, is_invented=_is_invented(found))
    return render(request, "registre/exporter.html", context, status=400)


def _verified(gate: Gate, form: FichierForm) -> object:
    file = form.cleaned_data["fichier"]
    read = read_file(file.read(), file_name=file.name, genre=form.cleaned_data["genre"])
    declared = declared_identities(gate.plan, read.genre)
    return verify_file(read, today=gate.today, declared=declared or None)


def _taken(request: HttpRequest, gate: Gate, form: ImportForm) -> Preview:
    said = form.cleaned_data
    file = said["fichier"]
    read = read_file(file.read(), file_name=file.name, genre=said["genre"])
    is_declared: bool = said["is_declared"]
    preview = preview_import(
        by=gate.access, plan=gate.plan, file=read, today=gate.today, is_declared=is_declared
    )
    if "importer" not in request.POST:
        return preview
    return import_lignes(
        by=gate.access, plan=gate.plan, preview=preview, today=gate.today, is_declared=is_declared
    )


def _counted(preview: Preview) -> str:
    added, corrected = preview.count(Sort.NOUVELLE), preview.count(Sort.CORRIGEE)
    same, refused = preview.count(Sort.INCHANGEE), preview.count(Sort.REFUSEE)
    return (
        f"{added} ligne(s) ajoutée(s), {corrected} corrigée(s) ou annulée(s), "
        f"{same} inchangée(s), {refused} refusée(s) et laissée(s) de côté."
    )


def _export(gate: Gate, genre: str) -> Export:
    genre_or_404(genre)
    rows = ready_lignes(gate.plan, gate.access, genre)
    return export_of(rows, genre=genre, today=gate.today)


def _is_invented(export: Export) -> bool:
    """Tell whether a line of the file describes no real movement."""
    return any(ligne.is_demonstration for ligne, _ in export.kept)
