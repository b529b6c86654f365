"""The three steps of an import: a file is kept, its preview is read, what was read is written."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse

from essor.foundations.errors import UserFault
from essor.foundations.tables import Workbook, read_workbook
from essor.records.journal.previews import Outcome
from essor.records.plans.files import MAX_SIZE_BYTES
from essor.web.design.form_faults import add_faults
from essor.web.plan.staging import forget, stage

OutcomeT = TypeVar("OutcomeT", bound=Outcome)


def file_field(label: str, *endings: str) -> forms.FileField:
    """Return the field of a file with one of these endings."""
    accepted = forms.FileInput(attrs={"accept": ",".join(endings)})
    return forms.FileField(label=label, widget=accepted)


def read_upload(file: Any) -> bytes:
    """Return the content of a file that was sent. Raises UserFault when it is too big."""
    content: bytes = file.read(MAX_SIZE_BYTES + 1)
    if len(content) > MAX_SIZE_BYTES:
        raise UserFault.single(
            f"Le fichier dépasse {MAX_SIZE_BYTES // 1024**2}\u00a0Mo.", field="fichier",
            expected="un classeur sans images ni feuilles inutiles",
        )  # fmt: skip
    return content


def is_kept(request: HttpRequest, form: forms.Form, keep: Callable[[Any], None]) -> bool:
    """Tell whether a file was sent and kept; if not, the form says why."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        keep(form.cleaned_data["fichier"])
    except UserFault as error:
        add_faults(form, error)
        return False
    return True


def keep_workbook(
    request: HttpRequest, key: str, file: Any, *, check: Callable[[Workbook], object], **said: Any
) -> None:
    """Keep a workbook until its preview is confirmed.

    key : apart from the files of other rooms waiting in the same session
    check : raises UserFault when the workbook is not one of those awaited
    said : what was said beside the file, kept with it
    """
    content = read_upload(file)
    check(read_workbook(content, file_name=file.name))
    stage(request, code=key, name=file.name, content=content, **said)


def workbook_of(kept: dict[str, Any]) -> Workbook:
    """Return the workbook that was kept."""
    return read_workbook(kept["content"], file_name=kept["name"])


def confirm_import(
    request: HttpRequest,
    *,
    write: Callable[[str], OutcomeT],
    look: Callable[[], OutcomeT],
    show: Callable[..., HttpResponse],
    done: Callable[[OutcomeT], HttpResponse],
) -> HttpResponse:
    """Write what the preview showed, or show the preview as it now is.

    write : takes the fingerprint that was read ; look : previews again
    show : takes what was looked at, `moved` (why the former one does not hold) and `status`
    """
    try:
        found = write(request.POST.get("empreinte", ""))
    except UserFault as error:
        again = look()
        moved = () if again.faults else error.faults
        return show(again, moved=moved, status=409 if moved else 400)
    forget(request)
    return done(found)
