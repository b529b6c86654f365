"""Each constraint of the national register has one line that keeps it and one that breaks it."""

import pytest

from essor.engines.terres.registre.lines import Genre
from essor.engines.terres.registre.rules import OTHERS, RULES
from tests.engines.terres.registre.cases import CASES, Changes
from tests.engines.terres.registre.made import GOOD, SIRET, champs, check

# The three that compare lines have their own tests below.
OF_THE_FILE = {"identifiant_double", "identifiant_declare", "identifiant_inconnu"}
ALERTS = {"retard", "bsdd", "code_dechet_autre"}


def codes_of(genre: Genre, changes: Changes) -> set[str]:
    (line,) = check(genre, champs(genre, **changes))
    return {one.code for one in line.remarques}


@pytest.mark.parametrize("genre", Genre)
def test_the_right_line_is_right(genre: Genre):
    (line,) = check(genre, GOOD[genre])
    assert line.remarques == ()
    assert line.is_valid


@pytest.mark.parametrize(
    ("code", "genre", "good", "bad"),
    CASES,
    ids=[f"{c}-{g}-{n}" for n, (c, g, *_) in enumerate(CASES)],
)
def test_each_constraint_takes_the_good_and_says_the_bad(
    code: str, genre: Genre, good: Changes, bad: Changes
):
    assert code not in codes_of(genre, good)
    assert code in codes_of(genre, bad)


@pytest.mark.parametrize(
    ("code", "genre", "good"),
    [
        (code, genre, good)
        for code, genre, good, _ in CASES
        if code not in ALERTS | {"date_ancienne"}
    ],
)
def test_a_good_line_is_taken_whole(code: str, genre: Genre, good: Changes):
    (line,) = check(genre, champs(genre, **good))
    assert line.is_valid, [one.code for one in line.remarques]


def test_every_constraint_has_its_case():
    tried = {code for code, *_ in CASES} | OF_THE_FILE
    assert tried == {rule.code for rule in RULES} | set(OTHERS)


def test_an_alert_refuses_nothing():
    for code, genre, _, bad in CASES:
        if code in ALERTS:
            (line,) = check(genre, champs(genre, **bad))
            assert [one for one in line.remarques if one.code == code and not one.is_refused]


def test_a_correction_is_not_late():
    late = {"dispatchDate": "2026-09-30", "reason": "MODIFIER"}
    assert "retard" not in codes_of(Genre.SORTANT, late)


def test_all_faults_come_at_once_with_line_column_value_and_what_is_expected():
    bad = champs(
        Genre.SORTANT, weightValue="20000", wastePop="peut-être", dispatchDate="hier",
        reportForCompanySiret="1",
    )  # fmt: skip
    (line,) = check(Genre.SORTANT, bad)
    assert [one.code for one in line.remarques] == [
        "siret_longueur", "booleen", "date_forme", "nombre_bornes",
    ]  # fmt: skip
    last = line.remarques[-1]
    assert (last.number, last.entete, last.value) == (2, "Poids en tonnes", "20000")
    assert last.as_fault().sentence().replace("\u00a0", " ") == (
        "Colonne « Poids en tonnes » : ligne 2, le nombre est hors des bornes "
        "(trouvé « 20000 », attendu : plus de 0 et au plus 10000)."
    )


def test_an_identifier_used_twice_is_refused_before_it_is_ignored():
    first, second = check(Genre.SORTANT, GOOD[Genre.SORTANT], GOOD[Genre.SORTANT])
    assert first.is_valid
    assert [one.code for one in second.remarques] == ["identifiant_double"]
    assert "ligne 2" in second.remarques[0].message


def test_a_line_and_its_correction_in_the_same_file():
    lines = check(Genre.SORTANT, GOOD[Genre.SORTANT], champs(Genre.SORTANT, reason="MODIFIER"))
    assert all(line.is_valid for line in lines)


def test_an_identifier_already_declared_comes_back_with_a_reason_only():
    declared = {(SIRET, "TEXS-1")}
    (line,) = check(Genre.SORTANT, GOOD[Genre.SORTANT], declared=declared)
    assert [one.code for one in line.remarques] == ["identifiant_declare"]
    for reason in ("MODIFIER", "annuler", "CANCEL"):
        (line,) = check(Genre.SORTANT, champs(Genre.SORTANT, reason=reason), declared=declared)
        assert line.is_valid
    (line,) = check(Genre.SORTANT, champs(Genre.SORTANT, publicId="TEXS-2"), declared=declared)
    assert line.is_valid


def test_a_correction_of_nothing_is_refused_when_what_is_declared_is_known():
    wrong = champs(Genre.SORTANT, reason="MODIFIER")
    assert check(Genre.SORTANT, wrong)[0].is_valid
    (line,) = check(Genre.SORTANT, wrong, declared=set())
    assert [one.code for one in line.remarques] == ["identifiant_inconnu"]
