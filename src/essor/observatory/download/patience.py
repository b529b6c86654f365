"""How long to insist: what may pass is tried again, as late as the server asks."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

# A server that is busy, or that fails for a while.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Attempts in a row without a single new byte, and waits between them, in seconds.

    most_wait_s : a server that asks for more is left for another day
    jitter : share of the wait drawn by chance, so that many installations do not come together
    """

    attempts: int = 5
    first_wait_s: float = 1.0
    most_wait_s: float = 120.0
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    draw: Callable[[], float] = random.random
    jitter: float = 0.25

    def wait_s(self, attempt: int, retry_after: str = "") -> float | None:
        """Return the wait before the attempt that follows the given one, None to give up.

        attempt : from 1 ; retry_after : header of the server, seconds or a date
        """
        if attempt >= self.attempts:
            return None
        asked = self._asked_s(retry_after)
        if asked is not None:
            return asked if asked <= self.most_wait_s else None
        wait: float = self.first_wait_s * 2 ** (attempt - 1) * (1 + self.jitter * self.draw())
        return min(wait, self.most_wait_s)

    def _asked_s(self, retry_after: str) -> float | None:
        text = retry_after.strip()
        if text.isdecimal():
            return float(text)
        try:
            return max(0.0, parsedate_to_datetime(text).timestamp() - self.now())
        except ValueError:
            return None
