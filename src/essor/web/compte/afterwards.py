"""Work done once the answer has left, so that its duration tells nothing."""

from collections.abc import Callable

from django.http import HttpResponseRedirect


class RedirectThen(HttpResponseRedirect):
    """A redirection followed by some work.

    The server calls ``close`` after the last byte: whoever measures how long a page takes
    cannot learn whether a message was sent, hence whether an account exists.
    """

    def __init__(self, url: str, work: Callable[[], object]) -> None:
        super().__init__(url)
        self._work: Callable[[], object] | None = work

    def close(self) -> None:
        """Do the work, once, then end the request."""
        work, self._work = self._work, None
        try:
            if work is not None:
                work()
        finally:
            super().close()
