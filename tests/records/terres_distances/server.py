"""A routing server of ours on this machine, that answers as OSRM and Valhalla document."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Where = tuple[float, float]
SEA: Where = (-5.0, 45.0)  # no road near it
ISLAND: Where = (9.0, 42.0)  # roads, none of which leads elsewhere


def metres(a: Where, b: Where) -> float | None:
    """Length of the road of this small world: not symmetric, none to an island."""
    if ISLAND in (a, b) and a != b:
        return None
    return round(100_000 * (abs(a[0] - b[0]) + abs(a[1] - b[1])) + 7 * (a < b), 1)


@dataclass(slots=True)
class World:
    """What the server heard, and how it misbehaves: answers given before the real ones."""

    port: int = 0
    most_cells: int = 10_000
    is_brief: bool = False
    first: list[tuple[int, bytes]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def tables(self) -> int:
        return sum("/status" not in path for path in self.heard)


def osrm(world: World, path: str) -> tuple[int, Any]:
    parts = urlsplit(path)
    points = [tuple(map(float, one.split(","))) for one in parts.path.split("/")[-1].split(";")]
    asked = {name: values[0] for name, values in parse_qs(parts.query, separator="&").items()}
    assert parts.path.startswith("/table/v1/")
    assert asked["annotations"] == "distance,duration"
    sources = [points[int(i)] for i in asked["sources"].split(";")]
    targets = [points[int(i)] for i in asked["destinations"].split(";")]
    if len(sources) * len(targets) > world.most_cells:
        return 400, {"code": "TooBig", "message": "Too many table coordinates"}
    if SEA in points:
        at = points.index(SEA)
        return 400, {"code": "NoSegment", "message": f"Could not find a matching segment for {at}"}
    rows = [[metres(a, b) for b in targets] for a in sources]
    way = [{"location": list(one), "name": ""} for one in points]
    return 200, {
        "code": "Ok",
        "data_version": "2026-10-01T00:00:00Z",
        "distances": rows,
        "durations": [[None if one is None else one / 15 for one in row] for row in rows],
        "sources": way[: len(sources)],
        "destinations": way[len(sources) :],
    }


def valhalla(world: World, path: str, body: dict[str, Any]) -> tuple[int, Any]:
    if path == "/status":
        return 200, {"version": "3.5.1", "tileset_last_modified": 1_790_000_000}
    assert path == "/sources_to_targets"
    assert body["units"] == "kilometers"
    if body["costing"] != "truck":
        return 400, {"error_code": 125, "error": "No costing method found", "status_code": 400}
    sources = [(one["lon"], one["lat"]) for one in body["sources"]]
    targets = [(one["lon"], one["lat"]) for one in body["targets"]]
    if len(sources) * len(targets) > world.most_cells:
        return 400, {"error_code": 150, "error": "Exceeded max locations:20", "status_code": 400}
    if SEA in sources + targets:
        return 400, {"error_code": 171, "error": "No suitable edges near location"}
    far = any(metres(a, b) is None for a in sources for b in targets)
    if far and len(sources) * len(targets) > 1:
        return 400, {"error_code": 154, "error": "Path distance exceeds the max distance limit"}
    rows = [[metres(a, b) for b in targets] for a in sources]
    kms = [[None if one is None else one / 1000 for one in row] for row in rows]
    times = [[None if one is None else round(one / 15) for one in row] for row in rows]
    if world.is_brief:
        return 200, {
            "sources_to_targets": {"distances": kms, "durations": times},
            "units": "kilometers",
            "algorithm": "costmatrix",
        }
    cells = [
        [
            {"distance": km, "time": time, "to_index": j, "from_index": i}
            for j, (km, time) in enumerate(zip(row, many, strict=True))
        ]
        for i, (row, many) in enumerate(zip(kms, times, strict=True))
    ]
    return 200, {"sources_to_targets": cells, "units": "kilometers"}


@contextmanager
def listening(**how: Any) -> Iterator[World]:
    """Serve on a free port of this machine."""
    world = World(**how)

    class Handler(BaseHTTPRequestHandler):
        def answer(self, compute: Callable[[], tuple[int, Any]]) -> None:
            world.heard.append(self.path)
            status, raw = world.first.pop(0) if world.first else (0, b"")
            if not status:
                status, data = compute()
                raw = json.dumps(data).encode()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{world.url}/ailleurs")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def do_GET(self) -> None:
            if self.path == "/status":
                self.answer(lambda: valhalla(world, self.path, {}))
            else:
                self.answer(lambda: osrm(world, self.path))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.answer(lambda: valhalla(world, self.path, body))

        def log_message(self, *args: Any) -> None:
            """Say nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    world.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield world
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
