"""Writes that cannot be lost nor done twice: version read, one transaction, repeated requests."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from pydantic import BaseModel

from essor.api.answers import state_of
from essor.api.callers import caller_of
from essor.api.etags import etag_of, require_version
from essor.api.problem import Refusal
from essor.foundations.errors import Fault, Place
from essor.records.jetons.calls import keep_answer, kept_answer
from essor.records.jetons.models import Jeton, KeptAnswer
from essor.records.journal.actions import Conflict, lock
from essor.records.journal.models import Tracked

RowT = TypeVar("RowT", bound=Tracked)
LONGEST_KEY = 200
KEPT_HEADERS = ("ETag", "Location")
REPLAYED = "Idempotent-Replayed"


@contextmanager
def version_read(
    request: HttpRequest, row: RowT, show: Callable[[RowT], BaseModel]
) -> Iterator[RowT]:
    """Hold a row at the version that the client read, for as long as the write lasts.

    Raises Refusal: 428 when no version is said, 412 with the present state when it moved since.
    """
    with transaction.atomic():
        held = lock(row)
        try:
            require_version(request, held.version)
            yield held
        except Refusal as refusal:
            if refusal.status == 412:
                _attach_state(refusal, show(held), held.version)
            raise
        except Conflict as conflict:
            raise Refusal(409, "Une autre personne l'a modifié à l'instant.") from conflict


@contextmanager
def mark_read(request: HttpRequest, mark: str, show: Callable[[], BaseModel]) -> Iterator[None]:
    """Hold a list at the mark that the client read. Raises Refusal like ``version_read``."""
    try:
        require_version(request, mark)
    except Refusal as refusal:
        if refusal.status == 412:
            _attach_state(refusal, show(), mark)
        raise
    try:
        yield
    except Conflict as conflict:
        raise Refusal(412, "La liste a été modifiée à l'instant : la relire.") from conflict


def _attach_state(refusal: Refusal, content: BaseModel, version: object) -> None:
    refusal.more["etat_actuel"] = state_of(content)
    refusal.headers["ETag"] = etag_of(content.model_dump_json().encode(), version)


def repeatable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the same answer again to a request that bears the same idempotency key."""

    @wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key, jeton = request.headers.get("Idempotency-Key"), caller_of(request).jeton
        if key is None or jeton is None:
            return view(request, *args, **kwargs)
        _refuse_bad_key(key)
        mark = _fingerprint(request)
        try:
            return _answer_once(jeton, key, mark, lambda: view(request, *args, **kwargs))
        except IntegrityError:  # the same request, at the same instant, won: give its answer
            kept = kept_answer(jeton=jeton, key=key, at=timezone.now())
            if kept is None:
                raise
            return _again(kept, mark)

    return once


def _answer_once(
    jeton: Jeton, key: str, mark: str, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    with transaction.atomic():
        kept = kept_answer(jeton=jeton, key=key, at=timezone.now())
        if kept is not None:
            return _again(kept, mark)
        response = answer()
        keep_answer(
            KeptAnswer(
                jeton=jeton,
                key=key,
                fingerprint=mark,
                status=response.status_code,
                headers={name: response[name] for name in KEPT_HEADERS if name in response},
                body=response.content.decode(),
                created_at=timezone.now(),
            )
        )
        return response


def _again(kept: KeptAnswer, mark: str) -> HttpResponse:
    if kept.fingerprint != mark:
        raise Refusal(
            422,
            faults=[
                Fault(
                    message="Cette clé a déjà servi à une autre demande",
                    place=Place(field="Idempotency-Key"),
                    expected="une clé neuve par demande",
                    code="cle_reprise",
                )
            ],
        )
    response = HttpResponse(kept.body, status=kept.status, content_type="application/json")
    for name, value in kept.headers.items():
        response[name] = value
    response[REPLAYED] = "true"
    return response


def _fingerprint(request: HttpRequest) -> str:
    text = json.dumps([request.method, request.get_full_path()])
    return hashlib.sha256(text.encode() + request.body).hexdigest()


def _refuse_bad_key(key: str) -> None:
    if not key.strip() or len(key) > LONGEST_KEY or not key.isprintable() or not key.isascii():
        raise Refusal(
            422,
            faults=[
                Fault(
                    message="Cette clé ne convient pas",
                    place=Place(field="Idempotency-Key"),
                    expected=f"de 1 à {LONGEST_KEY} caractères ASCII, un UUID par exemple",
                    code="cle",
                )
            ],
        )
