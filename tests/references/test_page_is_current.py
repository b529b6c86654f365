from datetime import date
from pathlib import Path

from essor.references.loader import parameters
from essor.references.page import COMMAND, render_parameters_page
from essor.references.parameter import DatedValue, Parameter, Reference, Status

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "parametres.md"


def test_page_is_current():
    expected = render_parameters_page(parameters().values())
    assert PAGE.read_text(encoding="utf-8") == expected, f"page périmée ; lancer : {COMMAND}"


def example(**parts):
    reference = Reference(title="Titre | [1]", href="https://example.org", quote="a | b")
    value = DatedValue(
        valid_from=date(2020, 3, 1),
        items=("x | y", "z"),
        note="une *note*",
        references=(reference,),
    )
    fields = {
        "name": "essai/liste",
        "description": "Essai",
        "unit": "liste",
        "values": (value,),
        "checked_on": date(2026, 11, 1),
        "status": Status.A_RELIRE,
    }
    return Parameter(**(fields | parts))


def test_page_says_status_check_date_and_every_value():
    page = render_parameters_page([example()])
    assert "à relire, contrôlé le 1er\u00a0novembre\u00a02026" in page
    assert "1. x \\| y<br>2. z<br>une \\*note\\*" in page


def test_page_text_never_breaks_its_table_row():
    row = next(line for line in render_parameters_page([example()]).splitlines() if "x \\|" in line)
    assert row.replace("\\|", "").count("|") == 5


def test_page_of_a_parameter_to_load_shows_where_to_read_it():
    announced = (Reference(title="Décret", href="https://example.org/decret"),)
    page = render_parameters_page(
        [example(values=(), status=Status.A_CHARGER, announced=announced)]
    )
    assert "Pas encore de valeur" in page
    assert "[Décret](https://example.org/decret)" in page
