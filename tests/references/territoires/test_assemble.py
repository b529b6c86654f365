"""A list against the geography: every contradiction is named, nothing is settled silently."""

import pytest

from essor.foundations.errors import UserFault
from essor.references.territoires.assemble import build_perimetre
from essor.references.territoires.producers.liste import (
    CommunePubliee,
    ListePubliee,
    MembrePublie,
)
from essor.references.territoires.rattachement import attach_communes
from tests.references.territoires.miniature import (
    BOUCLE_NORD,
    CLERMONT,
    COURTINE,
    GRAND_PARIS,
    MEMBRES,
    MOND_ARVERNE,
    NOMS,
    PUBLICATION,
    faits,
    geographie,
)

PUBLISHED = tuple((code, siren, nom) for siren, code, _, nom, _ in MEMBRES)


def liste(rows=PUBLISHED, noms=NOMS):
    return ListePubliee(
        noms=noms,
        membres=tuple(
            MembrePublie(code_territoire=code, siren=siren, nom=nom) for code, siren, nom in rows
        ),
        file_name="liste.csv",
    )


def by_commune(*rows, noms=NOMS):
    return ListePubliee(
        noms=noms,
        communes=tuple(
            CommunePubliee(code_territoire=territoire, code_commune_insee=code, nom="")
            for code, territoire in rows
        ),
        file_name="liste.csv",
    )


def build(published, *, phase="2023-2027"):
    return build_perimetre(
        liste=published, geographie=geographie(), phase=phase, publication=PUBLICATION
    )


def codes(error) -> list[str]:
    return [fault.code for fault in error.value.faults]


def test_natures_come_from_the_geography():
    built = build(liste())
    assert built.faits == faits()
    assert built.remarks == ()


def test_a_list_of_communes_gives_the_same_members():
    built = build(
        by_commune(
            ("63032", "ti-8404"), ("63113", "ti-8404"), ("63457", "ti-8404"),
            ("92004", "ti-1101"), ("23067", "ti-7506"),
        )
    )  # fmt: skip
    found = {(m.siren, m.code_territoire) for m in built.faits.perimetre.membres}
    assert found == {(siren, code) for code, siren, _ in PUBLISHED}
    assert "déduits" in built.remarks[0]


def test_old_codes_of_a_list_of_communes_find_the_commune_of_today():
    built = build(by_commune(("63998", "ti-8404"), noms={"ti-8404": "Clermont"}))
    rows, _ = attach_communes(
        membres=built.faits.perimetre.membres, communes=built.faits.geographie.communes
    )
    assert [r.code_commune_insee for r in rows] == ["63032"]


def test_part_of_a_group_is_never_taken_for_the_whole():
    built = build(by_commune(("63113", "ti-8404"), noms={"ti-8404": "Clermont"}))
    (membre,) = built.faits.perimetre.membres
    assert (membre.nature.value, membre.siren) == ("commune", "216301135")


def test_every_contradiction_at_once():
    rows = (
        *PUBLISHED,
        ("ti-1101", CLERMONT, "encore"),
        ("ti-1101", "552081317", "une entreprise"),
        ("ti-7506", "216304576", "Vic-le-Comte, déjà par Mond'Arverne"),
    )
    with pytest.raises(UserFault) as error:
        build(liste(rows, noms=NOMS | {"ti-9999": "Région inconnue"}))
    found = codes(error)
    assert found.count("siren_inconnu") == 1
    assert found.count("double") >= 2
    text = str(error.value)
    for part in ("552081317", CLERMONT, "63457", "ti-9999"):
        assert part in text


def test_a_territory_without_commune_is_refused():
    with pytest.raises(UserFault) as error:
        build(liste(noms=NOMS | {"ti-8405": "Sans membre"}))
    assert codes(error) == ["vide"]


def test_a_commune_of_two_territories_in_a_list_of_communes_is_refused():
    with pytest.raises(UserFault) as error:
        build(by_commune(("63113", "ti-8404"), ("63113", "ti-7506"), ("99999", "ti-8404")))
    assert set(codes(error)) >= {"double", "commune_inconnue"}


def test_a_closed_phase_keeps_what_no_longer_exists_and_says_so():
    built = build(liste((*PUBLISHED, ("ti-8404", "552081317", "CC disparue"))), phase="2018-2022")
    assert {m.nature.value for m in built.faits.perimetre.membres} >= {"disparu"}
    assert "552081317 (CC disparue)" in built.remarks[0]


def test_the_nearest_body_wins_inside_one_territory():
    rows = ((("ti-1101"), BOUCLE_NORD, "EPT"), ("ti-1101", GRAND_PARIS, "MGP"))
    built = build(liste(rows, noms={"ti-1101": "x"}))
    attached, doubles = attach_communes(
        membres=built.faits.perimetre.membres, communes=built.faits.geographie.communes
    )
    assert doubles == ()
    assert {r.code_commune_insee: r.siren_membre for r in attached} == {
        "92004": BOUCLE_NORD,
        "93001": GRAND_PARIS,
    }


def test_the_single_commune_of_a_group_that_is_no_member():
    rows, _ = attach_communes(membres=faits().perimetre.membres, communes=geographie().communes)
    found = {r.code_commune_insee: r.siren_membre for r in rows}
    assert found == {
        "23067": COURTINE,
        "63032": CLERMONT,
        "63113": CLERMONT,
        "63457": MOND_ARVERNE,
        "92004": BOUCLE_NORD,
    }
