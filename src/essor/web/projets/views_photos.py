"""Photos of a big project: send, describe, take away, show."""

import uuid
from pathlib import PurePosixPath

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from essor.records.plans.files import path_of
from essor.records.projets.models import PhotoProjet
from essor.records.projets.photo_file import CONTENT_TYPES
from essor.records.projets.photos import add_photo, change_photo, delete_photo
from essor.records.projets.queries import get_part, get_photo
from essor.web.comites.pages import BOTH, Question
from essor.web.design.form_faults import wrote
from essor.web.projets.forms import NewPhotoForm, PhotoForm
from essor.web.projets.pages import asked, back, form_page, question_page, to_write

PHOTOS = "photos"
SAID = ("alt", "credit", "legende", "is_publique")


@require_safe
def photo(request: HttpRequest, code: str, action_code: str, part_id: uuid.UUID) -> FileResponse:
    """Send a photo. Essor wrote the file itself, so that a browser may show it as it is."""
    gate, action = asked(request, code, action_code)
    row = get_photo(action, part_id, gate.access)
    path = path_of(row.sha256)
    if not path.is_file():
        raise Http404
    kind = CONTENT_TYPES.get(PurePosixPath(row.file_name).suffix, "application/octet-stream")
    response = FileResponse(path.open("rb"), filename=row.file_name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, max_age=300)
    return response


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Send a photo."""
    gate, action = to_write(request, code, action_code)
    form = NewPhotoForm(request.POST or None, request.FILES or None)

    def write() -> None:
        file = form.cleaned_data["fichier"]
        add_photo(
            by=gate.access,
            action=action,
            file_name=file.name or "",
            content=file.file,
            taken=form.period(),
            **{name: form.cleaned_data[name] for name in SAID},
        )

    if wrote(request, form, write):
        return back(request, action, "La photo est ajoutée.", PHOTOS)
    return form_page(request, gate, action, form, "Ajouter une photo")


@require_http_methods(BOTH)
def edit(request: HttpRequest, code: str, action_code: str, part_id: uuid.UUID) -> HttpResponse:
    """Correct what is said of a photo."""
    gate, action = to_write(request, code, action_code)
    row = get_part(PhotoProjet, action, part_id)
    initial = {name: getattr(row, name) for name in SAID}
    initial |= {"taken": row.taken, "version": row.version}
    form = PhotoForm(request.POST or None, initial=initial)

    def write() -> None:
        change_photo(
            by=gate.access,
            photo=row,
            taken=form.period(),
            expected_version=form.cleaned_data["version"],
            **{name: form.cleaned_data[name] for name in SAID},
        )

    if wrote(request, form, write):
        return back(request, action, "La photo est modifiée.", PHOTOS)
    return form_page(request, gate, action, form, "Modifier une photo")


@require_http_methods(BOTH)
def remove(request: HttpRequest, code: str, action_code: str, part_id: uuid.UUID) -> HttpResponse:
    """Ask, then take a photo away."""
    gate, action = to_write(request, code, action_code)
    row = get_part(PhotoProjet, action, part_id)
    if request.method == "POST":
        delete_photo(by=gate.access, photo=row)
        return back(request, action, "La photo est retirée. L'historique la rétablit.", PHOTOS)
    question = Question(
        title=f"Retirer la photo « {row} » ?",
        text="Elle ne sera plus montrée. Son fichier reste, pour que l'historique la rétablisse.",
        button="Retirer la photo",
    )
    return question_page(request, gate, action, question)
