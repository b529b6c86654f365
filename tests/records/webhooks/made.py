"""Subscriptions made through the public actions, and a receiver that listens on this machine."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from essor.records.accounts.models import User
from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import Role
from essor.records.territoires.models import Territoire
from essor.records.webhooks.actions import NewSecret, create_abonnement
from essor.records.webhooks.choices import Famille, Niveau
from tests.factories import make_member

URL = "https://recepteur.exemple.fr/essor?cle=1"


def make_webhook(territoire: Territoire, user: User | None = None, **values: Any) -> NewSecret:
    """Return a subscription to everything, bounded by what the public reads, and its secret."""
    person = user or make_member(territoire, Role.CHEF_DE_PROJET, email="webhook@exemple.fr")
    asked = {"titre": "Tableau de bord", "url": URL, "familles": list(Famille)} | values
    return create_abonnement(
        by=access_for(person, territoire),
        territoire=territoire,
        **({"niveau": Niveau.PUBLIC} | asked),
    )


@dataclass(slots=True)
class Heard:
    """What a receiver heard: headers and bodies, and what it answers."""

    port: int
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Address that receives."""
        return f"http://127.0.0.1:{self.port}/essor"

    def said(self) -> list[dict[str, Any]]:
        """Bodies as JSON."""
        return [json.loads(body) for body in self.bodies]


@contextmanager
def receiver(*answers: tuple[int, bytes]) -> Iterator[Heard]:
    """Listen on this machine; answer in turn, 204 once the answers are spent."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            heard.headers.append({name.lower(): value for name, value in self.headers.items()})
            status, body = heard.answers.pop(0) if heard.answers else (204, b"")
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"http://127.0.0.1:{heard.port}/ailleurs")
            if status == 429:
                self.send_header("Retry-After", "7200")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    heard = Heard(server.server_address[1], list(answers))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
