"""The schema and the readers know the same fields."""

import json

import pytest

from essor.engines.terres.compatibility.analyses import read_samples
from essor.engines.terres.compatibility.lots import read_profile
from essor.engines.terres.compatibility.schema import (
    analyses_schema,
    profile_schema,
    schema,
    sheet_schema,
)
from essor.engines.terres.compatibility.sheets import read_sheet
from essor.foundations.errors import UserFault

READERS = {read_profile: profile_schema(), read_sheet: sheet_schema()}


@pytest.mark.parametrize("reader", READERS)
def test_every_field_of_the_schema_is_read(reader):
    properties = READERS[reader]["properties"]
    example = {name: entry["examples"][0] for name, entry in properties.items()}
    reader(example)
    for name, entry in properties.items():
        if name not in ("seuils_niveau", "seuils_niveau_source"):  # the two go together
            reader({name: entry["examples"][0]})


@pytest.mark.parametrize("reader", READERS)
def test_every_field_that_is_read_is_in_the_schema(reader):
    with pytest.raises(UserFault) as caught:
        reader({"inconnu": 1})
    known = set(caught.value.faults[0].expected.split(", "))
    assert known == set(READERS[reader]["properties"])


def test_examples_of_analyses_are_read():
    form = analyses_schema()
    (example,) = form["examples"]
    assert read_samples(example)[0].id == "S1"
    assert read_samples(form["anyOf"][1]["examples"][0])


def test_the_schema_is_json():
    assert set(json.loads(json.dumps(schema()))["$defs"]) == {
        "lots[].analyses", "lots[].profile", "outlets[].sheet",
    }  # fmt: skip
