from essor.foundations.units import UNITS, unit_label


def test_codes_are_plain_and_labels_are_french():
    assert all(code.isascii() for code in UNITS)
    assert unit_label("EUR/m2") == "€/m²"


def test_unit_outside_the_list_is_shown_as_it_is():
    assert unit_label("lots") == "lots"
