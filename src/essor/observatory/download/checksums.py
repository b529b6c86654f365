"""The checksum that data.gouv.fr publishes of a file that it holds itself."""

import re
from collections.abc import Callable

from essor.foundations.errors import UserFault
from essor.observatory.download.asking import Ask
from essor.observatory.download.fetching import Checksum

# « /fr/datasets/r/<id> » and « /api/1/datasets/r/<id> » lead to the last file of a resource.
_RESOURCE = re.compile(
    r"https://www\.data\.gouv\.fr/(?:fr/|api/1/)?datasets/r/"
    r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?"
)
RESOURCE = "https://www.data.gouv.fr/api/2/datasets/resources/{}/"
ALGORITHMS = {"sha1": 40, "sha256": 64, "md5": 32}


def checksum_of(href: str, ask: Ask) -> Callable[[], Checksum | None]:
    """Return what asks for the checksum of a file, None when none is published, or trusted.

    Of a file held elsewhere, the portal only repeats what somebody typed one day: not trusted.
    """

    def checksum() -> Checksum | None:
        found = _RESOURCE.fullmatch(href)
        if found is None:
            return None
        try:
            _, answer = ask(RESOURCE.format(found[1]))
        except UserFault:  # the file is here; its checksum is one proof more, not a condition
            return None
        return read_checksum(answer)

    return checksum


def read_checksum(answer: object) -> Checksum | None:
    """Read `resource.checksum` of an answer of the portal, None when it is not usable."""
    resource = answer.get("resource") if isinstance(answer, dict) else None
    if not isinstance(resource, dict) or resource.get("filetype") != "file":
        return None
    told = resource.get("checksum")
    if not isinstance(told, dict):
        return None
    algorithm, value = str(told.get("type", "")), str(told.get("value", ""))
    is_whole = ALGORITHMS.get(algorithm) == len(value)
    return Checksum(algorithm=algorithm, value=value) if is_whole else None
