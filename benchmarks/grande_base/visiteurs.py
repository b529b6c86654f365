"""People who read and write through HTTP, as a browser would: cookies, forms, tokens."""

import http.client
import random
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

HOST = "127.0.0.1"
TIMEOUT_S = 60.0
SIGN_IN = "/compte/connexion/"
INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: what for, how it ended, how long it took; status 0 when nothing came back."""

    kind: str
    status: int
    ms: float


@dataclass(frozen=True, slots=True)
class Written:
    """One write that was sent: the words that only it holds, and what was answered."""

    territoire: str
    action: str
    field: str
    words: str
    outcome: str  # accepted | conflict | refused


@dataclass(slots=True)
class Browser:
    """One person's browser: keeps its cookies, follows no link by itself."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def get(self, kind: str, path: str) -> tuple[int, str]:
        """Ask a page; a redirection is returned, not followed."""
        status, body, _ = self._send(kind, "GET", path, None)
        return status, body

    def post(self, kind: str, path: str, fields: dict[str, str]) -> tuple[int, str, str]:
        """Send a form; return the status, the page and where one is sent to."""
        return self._send(kind, "POST", path, urlencode(fields))

    def sign_in(self, email: str, password: str) -> None:
        """Enter. Raises AssertionError when refused."""
        _, page = self.get("connexion", SIGN_IN)
        fields = hidden_fields(page) | {"username": email, "password": password}
        status, _, _ = self.post("connexion", SIGN_IN, fields)
        assert status == 302, f"{email} is refused: {status}"

    def _send(self, kind: str, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        headers = {"Accept-Language": "fr"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(HOST, self.port, timeout=TIMEOUT_S)
        started = time.perf_counter()
        try:
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException):
            self.asked.append(Asked(kind, 0, (time.perf_counter() - started) * 1000))
            return 0, "", ""
        finally:
            connection.close()
        self.asked.append(Asked(kind, response.status, (time.perf_counter() - started) * 1000))
        for value in response.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(value).items():
                self.cookies[name] = morsel.value
        return response.status, text, response.headers.get("Location") or ""


def hidden_fields(page: str) -> dict[str, str]:
    """Return the hidden fields of the first form of the page that is sent."""
    start = re.search(r'<form\b[^>]*method="post"[^>]*data-guard[^>]*>', page) or re.search(
        r'<form\b[^>]*method="post"[^>]*>', page
    )
    form = page[start.end() :] if start else page
    form = form.partition("</form>")[0]
    found = {}
    for tag in INPUT.findall(form):
        values = dict(ATTRIBUTE.findall(tag))
        if values.get("type") == "hidden" and "name" in values:
            found[values["name"]] = unescape(values.get("value", ""))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """When people stop, and how long they look at a page: between half and one and a half."""

    end: float
    pause_s: float

    def rest(self, dice: random.Random) -> bool:
        """Wait as a person does; tell whether the time is over."""
        left = self.end - time.monotonic()
        time.sleep(max(0.0, min(left, dice.uniform(0.5, 1.5) * self.pause_s)))
        return time.monotonic() >= self.end


@dataclass(slots=True)
class Reader:
    """Someone who goes from page to page of a territory."""

    browser: Browser
    pages: Sequence[tuple[str, str]]  # (kind, path)
    dice: random.Random

    def live(self, pace: Pace) -> None:
        """Read until the time is over."""
        while not pace.rest(self.dice):
            kind, path = self.dice.choice(self.pages)
            self.browser.get(kind, path)


@dataclass(slots=True)
class Writer:
    """Someone who edits actions of a territory, her own and one that everybody edits."""

    browser: Browser
    territoire: str
    own: Sequence[str]  # codes of actions that nobody else edits
    common: str  # code of the action that all edit
    name: str
    dice: random.Random
    written: list[Written] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def live(self, pace: Pace) -> None:
        """Write until the time is over."""
        number = 0
        while not pace.rest(self.dice):
            number += 1
            words = f"charge {self.name} geste {number} fin"
            gesture: Callable[[str], None] = self.dice.choice(
                [self._own_field, self._own_field, self._common_field, self._note]
            )
            gesture(words)

    def _own_field(self, words: str) -> None:
        name = self.dice.choice(["objectifs", "moyens", "calendrier"])
        self._edit("champ, objet à soi", self.dice.choice(self.own), name, words)

    def _common_field(self, words: str) -> None:
        self._edit("champ, objet commun", self.common, "descriptif", words)

    def _edit(self, kind: str, action: str, name: str, words: str) -> None:
        path = f"/territoires/{self.territoire}/plan/actions/{action}/modifier/{name}/"
        status, page = self.browser.get(f"{kind}, formulaire", path)
        if status != 200:
            self.faults.append(f"{path} : {status}")
            return
        time.sleep(self.dice.uniform(0.3, 1.5))  # typing: others write meanwhile
        fields = hidden_fields(page) | {"valeur": words}
        status, _, where = self.browser.post(f"{kind}, envoi", path, fields)
        self._keep(action, name, words, status)
        if status == 302:
            self.browser.get("fiche après écriture", where.partition("#")[0])

    def _note(self, words: str) -> None:
        action = self.dice.choice([*self.own, self.common])
        path = f"/territoires/{self.territoire}/plan/actions/{action}/"
        status, page = self.browser.get("note, fiche", path)
        if status != 200:
            self.faults.append(f"{path} : {status}")
            return
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        fields = {"csrfmiddlewaretoken": token.group(1) if token else "", "texte": words}
        status, _, _ = self.browser.post("note, envoi", f"{path}notes/", fields)
        self._keep(action, "note", words, status)

    def _keep(self, action: str, name: str, words: str, status: int) -> None:
        outcome = {302: "accepted", 409: "conflict"}.get(status, "refused")
        self.written.append(Written(self.territoire, action, name, words, outcome))


def run_together(lives: Sequence[Callable[[Pace], None]], pace: Pace) -> None:
    """Let everybody live at once; return when all have stopped."""
    threads = [threading.Thread(target=live, args=(pace,), daemon=True) for live in lives]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=pace.end - time.monotonic() + 2 * TIMEOUT_S)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def by_kind(asked: Sequence[Asked]) -> dict[str, Any]:
    """Sum up requests by kind: how many, how many errors, how long."""
    groups: dict[str, list[Asked]] = {}
    for one in asked:
        groups.setdefault(one.kind, []).append(one)
    return {
        kind: {
            "demandes": len(group),
            "erreurs": sum(one.status == 0 or one.status >= 500 for one in group),
            "p50_ms": percentile([one.ms for one in group], 0.5),
            "p95_ms": percentile([one.ms for one in group], 0.95),
            "p99_ms": percentile([one.ms for one in group], 0.99),
        }
        for kind, group in sorted(groups.items())
    }
