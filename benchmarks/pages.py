"""Median time of the first pages of the demonstration territory.

Claim: every page answers in under 150 ms (median) on a machine with 2 cores, served by `essor demo`
as a user gets it: SQLite, gunicorn, hashed static files, no cache in front.

How: prepares a demonstration in a temporary folder, serves it on a free loopback port, then asks
each page one after the other, a bounded number of times, over one connection per request as a
browser without keep-alive would; once as an anonymous visitor, once as the project manager of the
demonstration, whose pages hold more. The processor time of the server is shown beside (Linux only):
it hardly moves when the machine is busy with something else. Run it in the environment:

    .venv/bin/python benchmarks/pages.py [--requests 30] [--json]
"""

import argparse
import http.client
import json
import os
import platform
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
TARGET_MS = 150.0
SIGN_IN = "/compte/connexion/"
MANAGER = "chef@demo.invalid"
TERRITOIRE = "/territoires/ti-8404/"
WARM_UP = 3
MOST_REQUESTS = 200
START_LIMIT_S = 120.0
REQUEST_LIMIT_S = 10.0
ESSOR = [sys.executable, "-m", "essor.commands.main"]


@dataclass(frozen=True)
class Measure:
    """What one page costs, in milliseconds."""

    reader: str
    path: str
    status: int
    kib: float
    median_ms: float
    p95_ms: float
    worst_ms: float
    processor_ms: float | None

    @property
    def is_kept(self) -> bool:
        """Say whether the claim holds for this page."""
        return self.status == 200 and self.median_ms < TARGET_MS


def free_port() -> int:
    """Return a loopback port that nobody listens to."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def environment() -> dict[str, str]:
    """Return the environment of the served demonstration: the source tree, no proxy."""
    return {**os.environ, "PYTHONPATH": str(ROOT / "src")}


@contextmanager
def demonstration(folder: Path, port: int) -> Iterator[int]:
    """Serve a fresh demonstration, stopped on exit; yields the identity of its process."""
    command = [*ESSOR, "demo", "--dir", str(folder)]
    subprocess.run([*command, "--no-serve"], env=environment(), check=True, stdout=sys.stderr)
    server = subprocess.Popen(
        [*command, "--port", str(port)],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_served(server, port)
        yield server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_until_served(server: "subprocess.Popen[bytes]", port: int) -> None:
    """Return when the server answers; stops the program when it ends or is too slow."""
    limit = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit:
        if server.poll() is not None:
            sys.exit(f"Le serveur s'est arrêté (code {server.returncode}).")
        try:
            ask(port, "/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"Le serveur n'a pas répondu en {START_LIMIT_S:.0f} s.")


def ask(port: int, path: str, cookie: str = "") -> tuple[int, bytes, float]:
    """Ask one page; return its status, its body and the time it took in milliseconds."""
    started = time.perf_counter()
    status, _, body = send(port, "GET", path, cookie=cookie)
    return status, body, (time.perf_counter() - started) * 1000


def send(
    port: int, method: str, path: str, *, cookie: str, body: str | None = None
) -> tuple[int, SimpleCookie, bytes]:
    """Send one request; return its status, the cookies it sets and its body."""
    headers = {"Accept-Language": "fr", "Cookie": cookie}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection(HOST, port, timeout=REQUEST_LIMIT_S)
    try:
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        cookies = SimpleCookie()
        for value in response.headers.get_all("Set-Cookie") or ():
            cookies.load(value)
        return response.status, cookies, response.read()
    finally:
        connection.close()


def sign_in(port: int) -> str:
    """Enter as the project manager of the demonstration; return the session cookie."""
    _, cookies, page = send(port, "GET", SIGN_IN, cookie="")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.decode())
    action = re.search(r'action="([^"]*demonstration[^"]*)"', page.decode())
    if token is None or action is None:
        sys.exit("La page de connexion ne propose pas les comptes de démonstration.")
    fields = {"csrfmiddlewaretoken": token.group(1), "email": MANAGER}
    csrf = f"csrftoken={cookies['csrftoken'].value}"
    _, cookies, _ = send(port, "POST", action.group(1), cookie=csrf, body=urlencode(fields))
    if "sessionid" not in cookies:
        sys.exit(f"La connexion de {MANAGER} est refusée.")
    return f"sessionid={cookies['sessionid'].value}"


def first_link(port: int, page: str, pattern: str) -> str:
    """Return the first link of a page that matches, so that no address is guessed."""
    _, body, _ = ask(port, page)
    links = re.findall(r'href="([^"#?]+)"', body.decode())
    found = next((link for link in links if re.fullmatch(pattern, link)), None)
    if found is None:
        sys.exit(f"Aucun lien de {page} ne correspond à {pattern}.")
    return found


def pages(port: int) -> list[str]:
    """Return the pages of the claim: the two lists, the territory, its plan, one action."""
    plan = first_link(port, TERRITOIRE, rf"{TERRITOIRE}plan/")
    action = first_link(port, plan, rf"{plan}actions/(?!nouvelle/)[^/]+/")
    return ["/", "/territoires/", TERRITOIRE, plan, action]


def processor_ms(server: int) -> float | None:
    """Return the processor time of a server and its children; None where /proc is missing."""
    ticks = 0
    try:
        for stat in Path("/proc").glob("[0-9]*/stat"):
            fields = stat.read_text().rpartition(")")[2].split()
            if server in (int(stat.parent.name), int(fields[1])):
                ticks += int(fields[11]) + int(fields[12])
    except OSError:  # a process ended while it was read
        return None
    return ticks * 1000 / os.sysconf("SC_CLK_TCK") if ticks else None


def measure(
    port: int, path: str, requests: int, *, reader: str, cookie: str, server: int
) -> Measure:
    """Ask a page `requests` times, after a few that do not count."""
    for _ in range(WARM_UP):
        status, body, _ = ask(port, path, cookie)
    before = processor_ms(server)
    times = sorted(ask(port, path, cookie)[2] for _ in range(requests))
    after = processor_ms(server)
    return Measure(
        reader=reader,
        path=path,
        status=status,
        kib=len(body) / 1024,
        median_ms=statistics.median(times),
        p95_ms=times[min(len(times) - 1, int(0.95 * len(times)))],
        worst_ms=times[-1],
        processor_ms=None if before is None or after is None else (after - before) / requests,
    )


def measure_all(port: int, requests: int, server: int) -> list[Measure]:
    """Measure every page for every kind of reader."""
    readers = {"visiteur": "", "chef de projet": sign_in(port)}
    addresses = pages(port)
    return [
        measure(port, path, requests, reader=reader, cookie=cookie, server=server)
        for reader, cookie in readers.items()
        for path in addresses
    ]


def machine() -> str:
    """Describe where the measure was made; a busy machine explains a slow page."""
    load = f"{os.getloadavg()[0]:.1f}".replace(".", ",")
    return f"Python {platform.python_version()}, {os.cpu_count()} cœurs, charge {load}"


def table(measures: list[Measure]) -> str:
    """Write the measures as a table."""
    head = f"{'lecteur':<14} {'page':<40} {'code':>4} {'Kio':>7}"
    lines = [f"{head} {'médiane':>9} {'95 %':>9} {'pire':>9} {'processeur':>10}"]
    for each in measures:
        times = "".join(f" {ms:>6.1f} ms" for ms in (each.median_ms, each.p95_ms, each.worst_ms))
        if each.processor_ms is not None:
            times += f" {each.processor_ms:>7.1f} ms"
        verdict = "" if each.is_kept else "  MANQUÉ"
        what = f"{each.reader:<14} {each.path:<40} {each.status:>4} {each.kib:>7.1f}"
        lines.append(f"{what}{times}{verdict}")
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and return 1 when the claim does not hold."""
    parser = argparse.ArgumentParser(description="Temps médian des pages de démonstration.")
    parser.add_argument("--requests", type=int, default=30, help="demandes par page (200 au plus)")
    parser.add_argument("--json", action="store_true", help="résultat en JSON")
    options = parser.parse_args()
    requests = max(1, min(options.requests, MOST_REQUESTS))
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, demonstration(Path(folder), port) as server:
        measures = measure_all(port, requests, server)
    kept = all(each.is_kept for each in measures)
    if options.json:
        print(json.dumps([asdict(each) for each in measures], indent=2, ensure_ascii=False))
    else:
        print(f"{machine()} ; {requests} demandes par page ; cible : {TARGET_MS:.0f} ms")
        print(table(measures))
        print("Tenu." if kept else "Manqué.")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
