from essor.foundations.absence import Absence


def test_every_kind_has_its_own_french_label():
    labels = [kind.label for kind in Absence]
    assert len(set(labels)) == len(labels) == 4
    assert Absence.NON_PUBLIE.label == "non publié"


def test_stored_value_reads_back():
    assert [Absence(kind.value) for kind in Absence] == list(Absence)
