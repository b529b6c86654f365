"""One question to an interface: its answer in JSON, asked again when it may come later."""

import json
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import urllib3

from essor.foundations.errors import UserFault
from essor.observatory.download import refusals
from essor.observatory.download.caller import Answer, Caller, PrivateAddressError
from essor.observatory.download.insisting import is_passing, wait_or_give_up
from essor.observatory.download.patience import Patience

MOST_BYTES = 64_000_000
PAUSE_S = 0.2  # between two questions to the same producer: five a second at most
GOOD = frozenset({200, 206})  # Hub'Eau says 206 when other pages follow
Ask = Callable[[str], tuple[int, Any]]


@dataclass(slots=True, kw_only=True)
class Asker:
    """Asks politely: one question at a time, a pause between two, no more than is needed.

    good : statuses that are answers
    """

    caller: Caller
    patience: Patience
    good: Collection[int] = GOOD
    pause: Callable[[float], None] = time.sleep
    _has_asked: bool = field(default=False)

    def __call__(self, href: str) -> tuple[int, Any]:
        """Return the status and the JSON of an answer. Raises UserFault when none comes."""
        if self._has_asked:
            self.pause(PAUSE_S)
        self._has_asked = True
        attempt = 1
        while True:
            status, retry_after = 0, ""
            error: Exception | None = None
            try:
                with self.caller.get(href, {"Accept": "application/json"}) as answer:
                    status, retry_after = answer.status, answer.headers.get("Retry-After", "")
                    if status in self.good:
                        return status, _read(answer, href)
            except (urllib3.exceptions.HTTPError, PrivateAddressError) as cut:
                error = cut
            if error is None and not is_passing(status):
                raise refusals.refused(href, status)
            wait_or_give_up(
                href, self.patience, attempt=attempt, error=error, status=status,
                retry_after=retry_after,
            )  # fmt: skip
            attempt += 1


def _read(answer: Answer, href: str) -> Any:
    pieces, size = [], 0
    for piece in answer.raw.stream(1 << 18, decode_content=True):
        size += len(piece)
        if size > MOST_BYTES:
            raise refusals.too_big(href, MOST_BYTES)
        pieces.append(piece)
    try:
        return json.loads(b"".join(pieces).decode("utf-8"))
    except ValueError as error:
        raise UserFault.single(
            "La réponse n'est pas du JSON.", value=href, expected="une réponse de l'interface",
            code="reponse_illisible",
        ) from error  # fmt: skip
