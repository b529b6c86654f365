"""Interfaces: pages of Hub'Eau, answers of VigiEau, from a server of this machine."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from essor.foundations.errors import UserFault
from essor.observatory.download.asking import Asker
from essor.observatory.download.caller import Caller
from essor.observatory.download.checksums import read_checksum
from essor.observatory.download.collecting import Collected, collect_answers, collect_pages
from essor.observatory.download.downloading import ANSWERS
from essor.observatory.download.patience import Patience
from tests.observatory.download.server import Site

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def asker(caller: Caller, patience: Patience) -> Asker:
    return Asker(caller=caller, patience=patience, pause=patience.sleep)


@pytest.fixture
def pages(site: Site, tmp_path: Path) -> Collected:
    href = site.href("/chroniques?code_departement={departement}&size=2")
    return Collected(href=href, path=tmp_path / "h" / "pages.json", places=("03", "63"), at=AT)


def rows(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def hubeau(site: Site, counts: dict[str, int], *, size: int = 2) -> None:
    """Answer as Hub'Eau: 206 and `next` while rows follow; `count` is of the whole question."""

    def answer(path: str) -> tuple[int, bytes]:
        asked = {key: one[0] for key, one in parse_qs(urlsplit(path).query).items()}
        place, page = asked["code_departement"], int(asked.get("page", 1))
        key = f"{place}/{asked['annee']}" if "annee" in asked else place
        count = counts.get(key, 0)
        if count < 0:
            return 404, b"{}"
        last = min(page * size, count)
        following = site.href(path.partition("&page")[0] + f"&page={page + 1}")
        data = [{"code_ouvrage": f"{key}-{n}"} for n in range((page - 1) * size, last)]
        whole = {"count": count, "next": following if last < count else None, "data": data}
        return (206 if last < count else 200), json.dumps(whole).encode()

    site.answers = answer


def test_every_page_of_every_departement(pages: Collected, site: Site, asker: Asker) -> None:
    hubeau(site, {"03": 1, "63": 5})
    told: list[tuple[int, int | None]] = []
    kept, is_new = collect_pages(replace(pages, on_progress=lambda *one: told.append(one)), asker)
    assert is_new
    found = [row["code_ouvrage"] for row in rows(pages.path)]
    assert found == ["03-0", *(f"63-{n}" for n in range(5))]
    assert (told, len(site.asked)) == ([(1, 2), (2, 2)], 4)
    assert [one.name for one in pages.path.parent.iterdir() if one.is_dir()] == []
    again = replace(pages, at=AT + dt.timedelta(hours=5))
    assert collect_pages(again, asker) == (kept, False)
    assert len(site.asked) == 4, "an interface is not asked twice in a day"
    hubeau(site, {"03": 1, "63": 6})
    _, is_new = collect_pages(replace(pages, at=AT + dt.timedelta(days=2)), asker)
    assert (is_new, len(rows(pages.path))) == (True, 7)


def test_too_many_rows_are_asked_year_by_year(pages: Collected, site: Site, asker: Asker) -> None:
    hubeau(site, {"03": 0, "63": 20_001, "63/2019": 3, "63/2022": 1})
    collect_pages(pages, asker)
    found = [row["code_ouvrage"] for row in rows(pages.path)]
    assert found == ["63/2019-0", "63/2019-1", "63/2019-2", "63/2022-0"]


def test_a_failure_keeps_what_was_answered(pages: Collected, site: Site, asker: Asker) -> None:
    hubeau(site, {"03": 1, "63": -1})
    with pytest.raises(UserFault, match="n'est plus à cette adresse"):
        collect_pages(pages, asker)
    assert not pages.path.exists()
    hubeau(site, {"03": 9, "63": 1})
    collect_pages(pages, asker)
    assert [row["code_ouvrage"] for row in rows(pages.path)] == ["03-0", "63-0"]


WRONG = {
    "other server": (b'{"count": 2, "next": "https://example.org/p2", "data": [{}]}', "serveur"),
    "pages in a circle": (b"", "toutes ses lignes"),
    "rows missing": (b'{"count": 3, "next": null, "data": [{}]}', "toutes ses lignes"),
    "other shape": (b'{"message": "maintenance"}', "forme attendue"),
    "not JSON": (b"<p>maintenance</p>", "pas du JSON"),
}


@pytest.mark.parametrize("how", WRONG)
def test_an_answer_that_is_not_right_is_refused(
    pages: Collected, site: Site, asker: Asker, how: str
) -> None:
    body, words = WRONG[how]
    circle = {"count": 3, "next": site.href("/again"), "data": [{}, {}]}
    body = body or json.dumps(circle).encode()
    site.answers = lambda _: (200, body)
    with pytest.raises(UserFault, match=words):
        collect_pages(pages, asker)
    assert not pages.path.exists()


def test_answers_by_commune_add_up_day_after_day(
    site: Site, tmp_path: Path, caller: Caller, patience: Patience, waits: list[float]
) -> None:
    zone = {"id": 1, "type": "SUP", "niveauGravite": "alerte", "usages": [{"nom": "Arroser"}]}
    told = {"63113": (200, [zone]), "63300": (404, {"statusCode": 404}), "63014": (500, {})}

    def answer(path: str) -> tuple[int, bytes]:
        code, body = told[parse_qs(urlsplit(path).query)["commune"][0]]
        return code, json.dumps(body).encode()

    site.answers = answer
    asker = Asker(caller=caller, patience=patience, pause=patience.sleep, good=ANSWERS)
    wanted = Collected(
        href=site.href("/zones?commune={commune}"), path=tmp_path / "v" / "vigieau.json",
        places=("63014", "63113", "63300"), at=AT,
    )  # fmt: skip
    collect_answers(wanted, asker)
    found = {row["commune"]: (row["statut"], row["reponse"]) for row in rows(wanted.path)}
    light = {key: one for key, one in zone.items() if key != "usages"}
    assert found["63113"] == (200, [light])
    assert (found["63300"][0], found["63014"][0]) == (404, 500)
    assert waits == [0.2, 0.2], "a pause between two questions, and no insistence on an answer"
    told["63014"] = (200, [])
    collect_answers(replace(wanted, at=AT + dt.timedelta(hours=1)), asker)
    assert len(site.asked) == 4, "only what could not be told this morning"
    collect_answers(replace(wanted, at=AT + dt.timedelta(days=1)), asker)
    days = [row["lu_le"][:10] for row in rows(wanted.path)]
    assert (days.count("2026-11-23"), days.count("2026-11-24")) == (3, 3)


SHA1 = {"type": "sha1", "value": "a" * 40}
CHECKSUMS = {
    "held by the portal": ({"resource": {"filetype": "file", "checksum": SHA1}}, True),
    "held elsewhere": ({"resource": {"filetype": "remote", "checksum": SHA1}}, False),
    "none": ({"resource": {"filetype": "file", "checksum": None}}, False),
    "cut": ({"resource": {"filetype": "file", "checksum": {**SHA1, "value": "a"}}}, False),
    "other shape": ([], False),
}


@pytest.mark.parametrize("how", CHECKSUMS)
def test_a_checksum_is_trusted_when_the_portal_holds_the_file(how: str) -> None:
    answer, is_trusted = CHECKSUMS[how]
    found = read_checksum(answer)
    assert (found is not None) == is_trusted
