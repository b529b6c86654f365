"""After an attempt that failed: wait for the next one, or say why there is none."""

import urllib3.exceptions as http

from essor.observatory.download import refusals
from essor.observatory.download.caller import PrivateAddressError
from essor.observatory.download.patience import PASSING, Patience

UNKNOWN_HOST_ATTEMPTS = 2  # a machine without network is told so in a second, not in a minute


def wait_or_give_up(
    href: str,
    patience: Patience,
    *,
    attempt: int,
    error: Exception | None,
    status: int,
    retry_after: str,
) -> None:
    """Sleep before the attempt that follows. Raises UserFault when it would be of no use.

    attempt : attempts made without progress, from 1 ; error : None when the server answered
    status : answer of the server, a passing one or one that makes start again
    """
    wait_s = patience.wait_s(attempt, retry_after) if _may_pass(error, attempt) else None
    if wait_s is not None:
        patience.sleep(wait_s)
    elif error is not None:
        raise refusals.unreachable(href, error) from error
    else:
        raise refusals.refused(href, status)


def is_passing(status: int) -> bool:
    """Tell whether a server may answer otherwise a little later."""
    return status in PASSING


def _may_pass(error: Exception | None, attempt: int) -> bool:
    if isinstance(error, PrivateAddressError | http.SSLError):
        return False
    return not isinstance(error, refusals.NAMES) or attempt < UNKNOWN_HOST_ATTEMPTS
