"""The pages of a large territory, asked as each kind of reader: time on the server and queries."""

import datetime as dt
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from essor.records.accounts.models import Membre
from essor.records.accounts.roles import Role
from essor.records.jalons.models import Jalon
from essor.records.jetons.actions import create_jeton
from essor.records.jetons.scopes import Scope
from essor.records.journal.models import Event, Operation
from essor.records.plans.models import Action
from essor.records.territoires.models import Territoire

TARGET_MS = 200.0
WARM_UP = 3
READERS = {"visiteur": None, "lecteur": Role.LECTEUR, "pilote": Role.PILOTE,
           "chef de projet": Role.CHEF_DE_PROJET}  # fmt: skip
MEMBERS = ("lecteur", "pilote", "chef de projet")
MANAGERS = ("chef de projet",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One address; ``readers`` : who may open it; ``is_claimed`` : in the claim.

    by_token : asked with a token, as a program does, not with the cookies of a browser
    """

    name: str
    url: str
    readers: tuple[str, ...] = tuple(READERS)
    is_claimed: bool = True
    by_token: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What one page costs one reader.

    cpu_ms, base_cpu_ms : processor time of this process, and of the process of PostgreSQL that
        serves it, 0 elsewhere: a machine that is busy stretches the times, hardly these
    """

    page: str
    reader: str
    status: int
    kib: float
    queries: int
    cpu_ms: float
    base_cpu_ms: float
    median_ms: float
    p95_ms: float
    worst_ms: float
    is_claimed: bool

    @property
    def is_kept(self) -> bool:
        """Tell whether the claim holds for this page, or the page makes none."""
        return self.status == 200 and (not self.is_claimed or self.median_ms < TARGET_MS)


def pages(code: str) -> list[Page]:
    """Return the pages of the claim, then others that a large plan may make slow."""
    actions = Action.objects.filter(plan__territoire__code=code, confidentialite="public")
    action = actions.order_by("ordre")[actions.count() // 2]
    jalon = Jalon.objects.filter(action=action, actual_on__isnull=True).order_by("ordre").first()
    at = {"args": [code]}
    of = {"args": [code, action.code]}
    assert jalon is not None
    one = {"args": [code, action.code, jalon.pk]}
    plan, journal = reverse("plan:plan", **at), reverse("plan:journal", **at)
    tableau = reverse("listes:tableau", **at)
    return [
        Page(name="premier écran", url=reverse("territoires:show", **at)),
        Page(name="plan", url=plan),
        Page(name="plan filtré", url=f"{plan}?q=friche&statut=en_cours"),
        Page(name="tableau", url=reverse("listes:tableau", **at)),
        Page(name="tableau filtré", url=f"{tableau}?q=friche&tri=-echeance"),
        Page(name="kanban", url=reverse("listes:kanban", **at)),
        Page(name="frise (Gantt)", url=reverse("listes:frise", **at)),
        Page(name="calendrier", url=reverse("jalons:calendar", **at)),
        Page(name="recherche", url=f"{reverse('recherche:search')}?q=friche"),
        Page(name="recherche, deux mots", url=f"{reverse('recherche:search')}?q=terres excavees"),
        Page(name="API, historique", url=f"/api/v1/territoires/{code}/historique", readers=MEMBERS,
             by_token=True),
        Page(name="API, actions", url=f"/api/v1/territoires/{code}/actions"),
        Page(name="historique", url=journal, readers=MEMBERS),
        Page(name="historique profond", url=deep_history(code), readers=MEMBERS),
        Page(name="fiche action", url=reverse("plan:action", **of)),
        Page(name="historique de l'action", url=reverse("plan:history", **of), readers=MEMBERS),
        Page(name="jalons de l'action", url=reverse("jalons:list", **of)),
        Page(name="prévoir un jalon", url=reverse("jalons:forecast", **one), readers=MANAGERS),
        Page(name="santé du plan", url=reverse("suivi:health", **at), readers=MEMBERS),
        Page(name="attentes", url=reverse("suivi:expected", **at), readers=MEMBERS),
        Page(name="sans nouvelle", url=reverse("suivi:silent", **at), readers=MEMBERS),
        Page(name="risques", url=reverse("risques:register", **at), readers=MEMBERS),
        Page(name="chances d'une action", url=reverse("risques:chances", **of), readers=MEMBERS,
             is_claimed=False),
        Page(name="liste des territoires", url=reverse("territoires:list")),
        Page(name="accueil", url=reverse("accueil")),
        Page(name="plan il y a un mois", url=f"{plan}?date={past(code, 30)}", readers=MEMBERS,
             is_claimed=False),
        Page(name="export CSV", url=reverse("plan:export", args=[code, "csv"]), is_claimed=False),
        Page(name="export ODS", url=reverse("plan:export", args=[code, "ods"]), is_claimed=False),
    ]  # fmt: skip


def past(code: str, days: int) -> str:
    """Return the ISO day so long before the last operation."""
    last = Operation.objects.filter(territoire_code=code).order_by("-at").first()
    assert last is not None
    return (last.at - dt.timedelta(days=days)).date().isoformat()


def deep_history(code: str) -> str:
    """Return the address of a page of history, nine tenths of the way down."""
    rows = Operation.objects.filter(territoire_code=code).order_by("-at", "-id")
    beside = rows[rows.count() * 9 // 10]
    return f"{reverse('plan:journal', args=[code])}?avant={beside.pk}"


def clients(code: str) -> dict[str, Client]:
    """Return a browser per kind of reader, signed in."""
    found: dict[str, Client] = {}
    for name, role in READERS.items():
        client = found[name] = Client(SERVER_NAME="127.0.0.1", headers={"accept-language": "fr"})
        if role is not None:
            membre = Membre.objects.filter(territoire__code=code, role=role).order_by("id").first()
            assert membre is not None
            client.force_login(membre.user, backend="django.contrib.auth.backends.ModelBackend")
    return found


def measure_all(code: str, requests: int, only: str = "") -> Iterator[Measure]:
    """Measure every page for every reader it is open to."""
    browsers = clients(code)
    for page in pages(code):
        for reader, client in browsers.items():
            if reader not in page.readers or (only and only not in page.name):
                continue
            headers = bearer(code, reader) if page.by_token else {}
            yield measure(client, page, reader, requests, headers)


def bearer(code: str, reader: str) -> dict[str, str]:
    """Return the header of a token that a member of the territory gives herself for a day."""
    role = READERS[reader]
    assert role is not None
    person = Membre.objects.filter(territoire__code=code, role=role).order_by("id")[0].user
    made = create_jeton(
        by=person,
        person=person,
        titre="Mesure",
        scopes=(Scope.LECTURE, Scope.HISTORIQUE),
        expires_at=timezone.now() + dt.timedelta(days=1),
    )
    return {"authorization": f"Bearer {made.token}"}


def measure(
    client: Client, page: Page, reader: str, requests: int, headers: dict[str, str]
) -> Measure:
    """Ask a page many times after a few that do not count; count its queries once apart."""
    response: Any = None
    for _ in range(WARM_UP):
        response = client.get(page.url, headers=headers)
    with CaptureQueriesContext(connection) as captured:
        client.get(page.url, headers=headers)
        queries = len(captured)
    times, spent = [], []
    base_before = base_cpu_ms()
    for _ in range(requests):
        started, before = time.perf_counter(), time.process_time()
        client.get(page.url, headers=headers).content  # noqa: B018
        times.append((time.perf_counter() - started) * 1000)
        spent.append((time.process_time() - before) * 1000)
    base_spent = (base_cpu_ms() - base_before) / requests
    times.sort()
    return Measure(
        page=page.name,
        reader=reader,
        status=response.status_code,
        kib=len(response.content) / 1024,
        queries=queries,
        cpu_ms=statistics.median(spent),
        base_cpu_ms=base_spent,
        median_ms=statistics.median(times),
        p95_ms=times[min(len(times) - 1, int(0.95 * len(times)))],
        worst_ms=times[-1],
        is_claimed=page.is_claimed,
    )


def base_cpu_ms() -> float:
    """Return what the process that PostgreSQL gives this connection has spent so far.

    From /proc, in hundredths of a second; 0 for SQLite, which works in this very process.
    """
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])  # user and system time
    return ticks / os.sysconf("SC_CLK_TCK") * 1000


def weight(code: str) -> dict[str, int]:
    """Return how large the database and the territory measured are."""
    here = Event.objects.filter(operation__territoire_code=code)
    return {
        "territoires": Territoire.objects.filter(plans__isnull=False).aggregate(n=Count("pk"))["n"],
        "actions": Action.objects.filter(plan__territoire__code=code).count(),
        "jalons": Jalon.objects.filter(action__plan__territoire__code=code).count(),
        "évènements": here.count(),
        "évènements, base entière": Event.objects.count(),
    }


def as_rows(measures: list[Measure]) -> list[dict[str, Any]]:
    """Return the measures as plain values."""
    return [asdict(one) | {"is_kept": one.is_kept} for one in measures]
