"""A real server of files on this machine, that does what it is told, and remembers."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = Callable[["Handler", "Site"], None]


@dataclass(slots=True)
class Site:
    """What the server gives, and what it was asked.

    replies : next answers, one a request; then the file itself
    asked : path and headers of each request ; sent : bytes of each body
    """

    port: int
    data: bytes = b""
    etag: str = '"un"'
    replies: list[Reply] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    answers: Callable[[str], tuple[int, bytes]] | None = None

    def href(self, path: str = "/fichier.csv") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


class Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        site = self.site
        site.asked.append((self.path, {name.lower(): one for name, one in self.headers.items()}))
        if site.answers is not None:
            status, body = site.answers(self.path)
            self.give(status, body, {"Content-Type": "application/json"})
        elif site.replies:
            site.replies.pop(0)(self, site)
        else:
            whole(self, site)

    def give(
        self, status: int, body: bytes, headers: dict[str, str], *, length: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.site.sent.append(len(body))
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        return


def whole(handler: Handler, site: Site) -> None:
    """Serve the file as the standard says: conditions, then the range, then everything."""
    headers = site.asked[-1][1]
    version = {"ETag": site.etag} if site.etag else {}
    if site.etag and headers.get("if-none-match") == site.etag:
        handler.give(304, b"", version)
        return
    range_, condition = headers.get("range"), headers.get("if-range")
    if range_ and condition in (None, site.etag):
        start = int(range_.removeprefix("bytes=").rstrip("-"))
        if start >= len(site.data):
            handler.give(416, b"", {"Content-Range": f"bytes */{len(site.data)}"})
            return
        extent = f"bytes {start}-{len(site.data) - 1}/{len(site.data)}"
        handler.give(206, site.data[start:], {**version, "Content-Range": extent})
        return
    handler.give(200, site.data, version)


def cut(size: int) -> Reply:
    """Announce everything, send the beginning, hang up."""

    def reply(handler: Handler, site: Site) -> None:
        version = {"ETag": site.etag} if site.etag else {}
        handler.give(200, site.data[:size], version, length=len(site.data))

    return reply


def status(code: int, **headers: str) -> Reply:
    """Answer with a status and nothing else."""

    def reply(handler: Handler, site: Site) -> None:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        handler.give(code, b"", told)

    return reply


@contextmanager
def serving(data: bytes = b"") -> Iterator[Site]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(server.server_address[1], data)
    server.RequestHandlerClass = type("Mine", (Handler,), {"site": site})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
