"""What is observed has happened: a form refuses a day that has not come, and says so."""

import datetime as dt

import pytest
from django import forms
from django.utils import timezone

from essor.foundations.periods import Period
from essor.web.conventions.forms import ActeForm, LabelForm
from essor.web.jalons.forms import PeriodField
from essor.web.plan.forms import NOT_YET, DayField
from essor.web.projets.cost_form import CostForm
from essor.web.suivi.forms import LiftForm, PointForm

TODAY = dt.date(2026, 7, 14)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.mark.parametrize("text", ["15/07/2026", "août 2026", "T4 2026", "2027"])
def test_a_period_that_has_not_begun_is_refused(text: str) -> None:
    with pytest.raises(forms.ValidationError, match="pas encore venue"):
        PeriodField(is_past=True).clean(text)
    assert PeriodField().clean(text) is not None


@pytest.mark.parametrize("text", ["14/07/2026", "juillet 2026", "2026"])
def test_a_period_that_has_begun_is_read(text: str) -> None:
    found = PeriodField(is_past=True).clean(text)
    assert isinstance(found, Period)
    assert found.start <= TODAY


def test_a_day_is_read_up_to_today() -> None:
    assert DayField(is_past=True).clean("2026-07-14") == TODAY
    assert DayField(is_past=True, required=False).clean("") is None
    with pytest.raises(forms.ValidationError, match="pas encore venue"):
        DayField(is_past=True).clean("2026-07-15")
    assert DayField().clean("2026-07-15") == dt.date(2026, 7, 15)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (ActeForm, "signe"),
        (LabelForm, "obtenu"),
        (CostForm, "announced"),
        (CostForm, "read_on"),
        (PointForm, "depuis_on"),
        (LiftForm, "leve_on"),
    ],
)
def test_forms_refuse_what_has_not_happened(form: type[forms.Form], name: str) -> None:
    assert form({name: "01/01/2030"}).errors[name] == [NOT_YET]
