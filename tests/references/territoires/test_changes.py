"""What changed between two versions."""

from hypothesis import given
from hypothesis import strategies as st

from essor.references.territoires.changes import Snapshot, compare, snapshot_of
from tests.references.territoires.miniature import CLERMONT, MEMBRES, NOMS, faits

SNAPSHOTS = st.builds(
    Snapshot,
    territoires=st.dictionaries(st.sampled_from("abc"), st.sampled_from("XY")),
    membres=st.dictionaries(
        st.sampled_from("123"), st.tuples(st.sampled_from("abc"), st.just("nom"))
    ),
    communes=st.dictionaries(st.sampled_from("456"), st.sampled_from("abc")),
    populations=st.dictionaries(st.sampled_from("abc"), st.integers(0, 9)),
    noms_commune=st.just({}),
)


def test_the_same_has_no_change():
    assert compare(snapshot_of(faits()), snapshot_of(faits())) == ()


def test_each_kind_of_change():
    moved = tuple(
        (s, "ti-7506" if s == CLERMONT else code, n, nom, c) for s, code, n, nom, c in MEMBRES
    )
    renamed = NOMS | {"ti-7506": "Creuse et Clermont"}
    after = faits(noms=renamed, membres=moved)
    found = compare(snapshot_of(faits()), snapshot_of(after))
    assert [(c.kind, c.code, c.before, c.after) for c in found] == [
        ("territoire", "ti-7506", "Creuse Industrie", "Creuse et Clermont"),
        ("membre", CLERMONT, "ti-8404", "ti-7506"),
        ("commune", "63032", "ti-8404", "ti-7506"),
        ("commune", "63113", "ti-8404", "ti-7506"),
        ("population", "ti-7506", "700", "159151"),
        ("population", "ti-8404", "163787", "5336"),
    ]


@given(SNAPSHOTS)
def test_nothing_differs_from_itself(snapshot):
    assert compare(snapshot, snapshot) == ()


@given(SNAPSHOTS, SNAPSHOTS)
def test_going_back_is_the_mirror_of_going_forth(one, other):
    forth = {(c.kind, c.code, c.before, c.after) for c in compare(one, other)}
    back = {(c.kind, c.code, c.after, c.before) for c in compare(other, one)}
    assert forth == back
    assert bool(forth) == (
        (one.territoires, _places(one), one.communes) !=
        (other.territoires, _places(other), other.communes)
        or any(other.populations.get(k, v) != v for k, v in one.populations.items())
    )  # fmt: skip


def _places(snapshot: Snapshot) -> dict[str, str]:
    return {siren: code for siren, (code, _) in snapshot.membres.items()}
