"""One file, from a real server of this machine that cuts, lies, waits and changes its mind."""

import datetime as dt
import email.utils
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from essor.foundations.errors import UserFault
from essor.observatory.download.caller import Caller
from essor.observatory.download.fetching import Checksum, Wanted, fetch
from essor.observatory.download.kept import Kept, manifest_of, partial_of
from essor.observatory.download.patience import Patience
from tests.observatory.download.server import Handler, Reply, Site, cut, status

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def wanted(site: Site, tmp_path: Path) -> Wanted:
    return Wanted(href=site.href(), path=tmp_path / "source" / "fichier.csv", at=AT)


@pytest.fixture
def bring(caller: Caller, patience: Patience):  # type: ignore[no-untyped-def]
    def go(wanted: Wanted) -> tuple[Kept, bool]:
        return fetch(wanted, caller=caller, patience=patience)

    return go


def code_of(bring, wanted: Wanted) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(UserFault) as refused:
        bring(wanted)
    (fault,) = refused.value.faults
    assert fault.sentence()
    return fault.code


def test_a_file_comes_whole_then_only_when_it_changed(  # type: ignore[no-untyped-def]
    bring, wanted: Wanted, site: Site
) -> None:
    told: list[tuple[int, int | None]] = []
    kept, is_new = bring(replace(wanted, on_progress=lambda *one: told.append(one)))
    assert is_new
    assert wanted.path.read_bytes() == site.data
    assert kept.sha256 == hashlib.sha256(site.data).hexdigest()
    assert told[-1] == (len(site.data), len(site.data))
    assert not partial_of(wanted.path).exists()
    assert bring(wanted) == (kept, False)
    assert site.sent[-1] == 0, "unchanged: not a byte of it"
    site.data, site.etag = b"autre", '"deux"'
    changed, is_new = bring(wanted)
    assert (is_new, changed.bytes, wanted.path.read_bytes()) == (True, 5, b"autre")


def test_a_server_without_versions_is_judged_by_the_content(  # type: ignore[no-untyped-def]
    bring, wanted: Wanted, site: Site
) -> None:
    site.etag = ""
    first, _ = bring(wanted)
    second, is_new = bring(wanted)
    assert (is_new, second.sha256, site.sent) == (False, first.sha256, [len(site.data)] * 2)


def test_a_file_that_somebody_touched_is_brought_again(  # type: ignore[no-untyped-def]
    bring, wanted: Wanted, site: Site
) -> None:
    bring(wanted)
    wanted.path.write_bytes(b"x" * len(site.data))
    bring(wanted)
    assert wanted.path.read_bytes() == site.data


def test_a_cut_connection_is_resumed(bring, wanted: Wanted, site: Site) -> None:  # type: ignore[no-untyped-def]
    site.replies = [cut(30_000), status(503)]
    bring(wanted)
    assert wanted.path.read_bytes() == site.data
    ranges = [(headers.get("range"), headers.get("if-range")) for _, headers in site.asked]
    assert ranges == [(None, None), ("bytes=30000-", '"un"'), ("bytes=30000-", '"un"')]
    assert sum(site.sent) == len(site.data), "no byte came twice"


def test_what_was_cut_yesterday_is_resumed_today(  # type: ignore[no-untyped-def]
    bring, wanted: Wanted, site: Site
) -> None:
    site.replies = [cut(30_000), *[status(503)] * 5]
    assert code_of(bring, wanted) == "serveur_occupe"
    assert not wanted.path.exists()
    bring(wanted)
    assert wanted.path.read_bytes() == site.data
    assert site.sent[-1] == len(site.data) - 30_000


def forgetful(handler: Handler, site: Site) -> None:
    """Give a range of the new version though If-Range named the former one."""
    start = int(site.asked[-1][1]["range"].removeprefix("bytes=").rstrip("-"))
    extent = f"bytes {start}-{len(site.data) - 1}/{len(site.data)}"
    handler.give(206, site.data[start:], {"ETag": site.etag, "Content-Range": extent})


@pytest.mark.parametrize("manners", ["by the book", "forgets If-Range", "refuses the range"])
def test_a_file_that_changes_while_it_is_resumed_starts_again(  # type: ignore[no-untyped-def]
    bring, wanted: Wanted, site: Site, manners: str
) -> None:
    new = b"N" * 120_000

    def change(handler: Handler, site: Site) -> None:
        cut(30_000)(handler, site)
        site.data, site.etag = new, '"deux"'

    then: list[Reply] = {
        "by the book": [], "forgets If-Range": [forgetful], "refuses the range": [status(416)],
    }[manners]  # fmt: skip
    site.replies = [change, *then]
    kept, _ = bring(wanted)
    assert wanted.path.read_bytes() == new, "never the end of one on the beginning of the other"
    assert kept.etag == '"deux"'


def test_a_weak_version_resumes_nothing(bring, wanted: Wanted, site: Site) -> None:  # type: ignore[no-untyped-def]
    site.etag = 'W/"un"'
    site.replies = [cut(30_000)]
    bring(wanted)
    assert "range" not in site.asked[1][1]
    assert wanted.path.read_bytes() == site.data


def test_a_server_that_lies_about_the_length_is_not_believed(  # type: ignore[no-untyped-def]
    bring, wanted: Wanted, site: Site
) -> None:
    kept, _ = bring(wanted)
    good = wanted.path.read_bytes()
    site.data, site.etag = b"court", ""

    def liar(handler: Handler, site: Site) -> None:
        handler.give(200, site.data, {}, length=9_999)

    site.replies = [liar] * 5
    assert code_of(bring, wanted) == "coupure"
    assert wanted.path.read_bytes() == good
    assert kept.sha256 in manifest_of(wanted.path).read_text(encoding="utf-8")


def test_the_server_is_waited_for_as_it_asks(  # type: ignore[no-untyped-def]
    bring, wanted: Wanted, site: Site, waits: list[float]
) -> None:
    site.replies = [status(429, Retry_After="7"), status(500), status(503)]
    bring(wanted)
    assert waits == [7, 2, 4]
    assert wanted.path.read_bytes() == site.data


def test_a_server_that_asks_too_long_is_left_alone(  # type: ignore[no-untyped-def]
    bring, wanted: Wanted, site: Site, waits: list[float]
) -> None:
    site.replies = [status(429, Retry_After="86400")]
    assert code_of(bring, wanted) == "serveur_occupe"
    assert (waits, len(site.asked)) == ([], 1)


def test_a_date_to_wait_for_is_read() -> None:
    later = email.utils.formatdate(1_000_030, usegmt=True)
    patience = Patience(now=lambda: 1_000_000, draw=lambda: 0.0)
    assert patience.wait_s(1, later) == 30
    assert patience.wait_s(1, "bientôt") == 1
    assert patience.wait_s(5) is None


REFUSED = {
    404: ("adresse_perdue", 1), 403: ("serveur_refuse", 1), 500: ("serveur_occupe", 5),
}  # fmt: skip


@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_is_told_and_insisted_upon_only_when_it_may_pass(  # type: ignore[no-untyped-def]
    bring, wanted: Wanted, site: Site, code: int
) -> None:
    expected, times = REFUSED[code]
    site.replies = [status(code)] * 9
    assert code_of(bring, wanted) == expected
    assert len(site.asked) == times


def test_a_page_for_people_is_not_a_file(bring, wanted: Wanted, site: Site) -> None:  # type: ignore[no-untyped-def]
    site.replies = [lambda handler, _: handler.give(200, b"<p>", {"Content-Type": "text/html"})]
    assert code_of(bring, wanted) == "page_html"


def endless(handler: Handler, site: Site) -> None:
    """Never say how long, never end."""
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    try:
        for _ in range(1_000):
            handler.wfile.write(b"x" * 65_536)
    except OSError:
        site.sent.append(0)


def test_a_file_beyond_the_limit_is_refused_before_or_on_the_way(  # type: ignore[no-untyped-def]
    bring, wanted: Wanted, site: Site
) -> None:
    small = replace(wanted, most_bytes=50_000)
    assert code_of(bring, small) == "trop_gros"
    site.replies = [endless]
    assert code_of(bring, replace(wanted, most_bytes=200_000)) == "trop_gros"
    assert not wanted.path.exists()
    assert not partial_of(wanted.path).exists()


def test_the_checksum_of_the_producer_decides(bring, wanted: Wanted, site: Site) -> None:  # type: ignore[no-untyped-def]
    right = Checksum(algorithm="sha1", value=hashlib.sha1(site.data).hexdigest())
    kept, _ = bring(replace(wanted, checksum=lambda: right))
    assert kept.checked_by == f"sha1 {right.value}"
    site.data, site.etag = b"falsifie", '"deux"'
    assert code_of(bring, replace(wanted, checksum=lambda: right)) == "somme_fausse"
    assert wanted.path.stat().st_size == kept.bytes, "the last good file stays"


def test_a_redirection_is_followed_only_to_the_public_internet(  # type: ignore[no-untyped-def]
    bring, wanted: Wanted, site: Site
) -> None:
    site.replies = [status(302, Location="/ailleurs.csv")]
    kept, _ = bring(wanted)
    assert (kept.href, [path for path, _ in site.asked]) == (
        wanted.href, ["/fichier.csv", "/ailleurs.csv"],
    )  # fmt: skip
    for to in ("https://10.0.0.8/x", "http://example.org/x", "https://intranet/x", "file:///etc"):
        site.replies = [status(302, Location=to)]
        assert code_of(bring, wanted) == "adresse_refusee", to
    site.replies = [status(302, Location="/encore")] * 9
    assert code_of(bring, wanted) == "adresse_sans_fin"
