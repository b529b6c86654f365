import pickle

import pytest

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault


def test_sentence_gives_place_found_and_expected():
    place = Place(sheet="Plan", cell="E12", column="Montant € HT")
    fault = Fault(message="le montant est ambigu", place=place, value="1,200", expected="1200,00")
    assert fault.sentence() == (
        "Feuille «\u00a0Plan\u00a0», cellule E12, colonne «\u00a0Montant € HT\u00a0»\u00a0: "
        "le montant est ambigu (trouvé «\u00a01,200\u00a0», attendu\u00a0: 1200,00)."
    )


def test_sentence_without_place_starts_with_a_capital():
    assert Fault(message="échec de lecture.").sentence() == "Échec de lecture."


def test_sentence_of_an_empty_value_says_so():
    assert (
        Fault(message="le titre manque", value=" ").sentence() == "Le titre manque (rien trouvé)."
    )


def test_sentence_of_a_huge_value_stays_on_one_short_line():
    sentence = Fault(message="illisible", value="x\n" * 10_000).sentence()
    assert "\n" not in sentence
    assert len(sentence) < 150


def test_within_keeps_the_nearest_place():
    inner = Place(cell="B2", sheet="Budget")
    assert inner.within(Place(sheet="Plan", file="plan.xlsx")) == Place(
        file="plan.xlsx", sheet="Budget", cell="B2"
    )


def test_as_dict_is_flat_and_has_no_empty_key():
    fault = Fault(message="faux", place=Place(cell="A1"), value="x", code="cle")
    assert fault.as_dict() == {
        "cell": "A1",
        "code": "cle",
        "message": "faux",
        "sentence": "Cellule A1\u00a0: faux (trouvé «\u00a0x\u00a0»).",
        "value": "x",
    }


def test_user_fault_needs_a_fault():
    with pytest.raises(ValueError, match="at least one"):
        UserFault([])


def test_user_fault_survives_pickling():
    error = pickle.loads(pickle.dumps(UserFault.single("faux", field="siren")))
    assert error.faults[0].place.field == "siren"


def test_user_fault_shows_every_sentence():
    error = UserFault([Fault(message="un"), Fault(message="deux")])
    assert str(error) == "Un.\nDeux."


def test_gatherer_raises_all_at_exit():
    def work():
        with FaultGatherer() as faults:
            faults.add_message("un")
            faults.add_message("deux", value="2")

    with pytest.raises(UserFault) as caught:
        work()
    assert [fault.message for fault in caught.value.faults] == ["un", "deux"]


def test_gatherer_without_fault_is_silent():
    with FaultGatherer() as faults:
        assert not faults
        assert len(faults) == 0


def test_gatherer_keeps_what_came_before_an_escaping_fault():
    def work():
        with FaultGatherer() as faults:
            faults.add_message("un")
            raise UserFault.single("deux")

    with pytest.raises(UserFault) as caught:
        work()
    assert [fault.message for fault in caught.value.faults] == ["un", "deux"]


def test_gatherer_lets_our_own_bugs_through():
    def work():
        with FaultGatherer() as faults:
            faults.add_message("un")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()


def test_gatherer_catching_goes_on_and_adds_the_place():
    faults = FaultGatherer()
    for row in (1, 2):
        with faults.catching(Place(cell=f"A{row}")):
            raise UserFault.single("faux", place=Place(column="SIREN"))
    assert [fault.place for fault in faults] == [
        Place(cell="A1", column="SIREN"),
        Place(cell="A2", column="SIREN"),
    ]
    with pytest.raises(UserFault):
        faults.raise_if_any()
