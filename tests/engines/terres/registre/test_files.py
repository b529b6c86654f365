"""Files: read as the national register reads them, written in its exact columns."""

import csv
import io
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.engines.terres.registre.batches import api_line, batches
from essor.engines.terres.registre.lines import CheckedLine, Genre, Line
from essor.engines.terres.registre.reading import read_register
from essor.engines.terres.registre.validate import check_lines
from essor.engines.terres.registre.writing import write_csv, write_xlsx
from essor.foundations.errors import UserFault
from essor.references.registre_national.tables import REGISTRES, registre
from tests.engines.terres.registre.cases import CASES
from tests.engines.terres.registre.made import GOOD, TODAY, champs, check

WRITERS = {"csv": write_csv, "xlsx": write_xlsx}


def good_lines(genre: Genre) -> tuple[CheckedLine, ...]:
    """Return every right line of the table of constraints, each with its own identifier."""
    many = [
        champs(genre, **{**good, "publicId": f"TEXS-{number}"})
        for number, (_, where, good, _) in enumerate(CASES)
        if where is genre
    ]
    return tuple(line for line in check(genre, *many) if line.is_valid)


def file_of(text: str) -> bytes:
    return text.encode("utf-8")


def test_the_columns_are_those_of_the_national_register():
    sizes = {nom: (len(registre(nom).colonnes), len(registre(nom).in_file)) for nom in REGISTRES}
    assert sizes == {"sortant": (110, 109), "entrant": (108, 107), "transporte": (54, 54)}
    for nom in REGISTRES:
        heads = [one.entete for one in registre(nom).in_file]
        assert len(set(heads)) == len(heads)
        assert registre(nom).source_commit


@pytest.mark.parametrize("nom", ["sortant", "entrant"])
def test_the_columns_agree_with_the_notes_of_the_project(nom: str, shared_dir: Any):
    notes = (shared_dir / "knowledge" / "soils.md").read_text(encoding="utf-8")
    for one in registre(nom).in_file:
        if one.champ[:12] not in {f"transporter{n}" for n in range(2, 6)}:
            assert f"| {one.champ} | {one.entete} |" in notes


@pytest.mark.parametrize("genre", Genre)
@pytest.mark.parametrize("suffix", WRITERS)
def test_what_is_written_reads_back_the_same(genre: Genre, suffix: str):
    lines = good_lines(genre)
    data = WRITERS[suffix](lines, genre=genre)
    found = read_register(data, file_name=f"registre.{suffix}")
    assert found.genre is genre
    back = check_lines(found.lines, genre=genre, today=TODAY)
    assert [line.champs for line in back] == [line.champs for line in lines]
    assert all(line.is_valid for line in back)


free = st.text(st.characters(codec="utf-8"), min_size=2, max_size=60)


@settings(max_examples=60, deadline=None)
@given(
    description=free,
    name=free,
    weight=st.integers(1, 10_000_000),
    suffix=st.sampled_from(["csv", "xlsx"]),
)
def test_any_text_and_weight_survive_the_file(
    description: str, name: str, weight: int, suffix: str
):
    line = champs(
        Genre.SORTANT,
        wasteDescription=description,
        destinationCompanyName=name,
        weightValue=f"{weight / 1000:.3f}",
        parcelCoordinates="-21.1 55.5",
    )
    (read,) = check(Genre.SORTANT, line)
    data = WRITERS[suffix]([read], genre=Genre.SORTANT)
    back = read_register(data, file_name=f"registre.{suffix}", genre=Genre.SORTANT)
    (again,) = check_lines(back.lines, genre=Genre.SORTANT, today=TODAY)
    assert again.champs == read.champs


def test_heads_are_found_in_any_order_with_any_case_and_the_column_of_errors_is_ignored():
    heads = [one.entete for one in registre("sortant").in_file]
    texts = [GOOD[Genre.SORTANT].get(one.champ, "") for one in registre("sortant").in_file]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(["Erreurs", *(head.upper() for head in reversed(heads))])
    writer.writerow(["à revoir", *reversed(texts)])
    found = read_register(file_of(buffer.getvalue()), file_name="a.csv")
    assert found.genre is Genre.SORTANT
    (line,) = check_lines(found.lines, genre=Genre.SORTANT, today=TODAY)
    assert line.is_valid
    assert line.number == 2


def test_an_unknown_head_refuses_the_file_and_the_nearest_is_proposed():
    text = "Identifiant unique;Poids en tonne;Couleur\nA;1;brun\n"
    with pytest.raises(UserFault) as caught:
        read_register(file_of(text), file_name="a.csv", genre=Genre.SORTANT)
    faults = caught.value.faults
    assert [fault.code for fault in faults] == ["entete_inconnue", "entete_inconnue"]
    assert "Poids en tonnes" in (faults[0].expected or "")
    assert faults[1].place.cell == "C1"


def test_a_compulsory_column_that_lacks_is_said_once_for_the_file():
    with pytest.raises(UserFault) as caught:
        read_register(file_of("Identifiant unique\nA\n"), file_name="a.csv", genre=Genre.SORTANT)
    wanted = [one.entete for one in registre("sortant").in_file if one.is_required][1:]
    assert [fault.expected for fault in caught.value.faults] == [f"« {one} »" for one in wanted]


@pytest.mark.parametrize("text", ["", "\n\n", "Identifiant unique\n", "Motif;Motif\n1;2\n"])
def test_a_file_without_lines_or_with_a_double_head_is_refused(text: str):
    with pytest.raises(UserFault):
        read_register(file_of(text), file_name="a.csv", genre=Genre.SORTANT)


def test_ten_thousand_fuzzed_lines_never_crash():
    dice = random.Random(20261123)
    pool = [text for genre in Genre for text in GOOD[genre].values()]
    pool += [text for case in CASES for part in case[2:] for text in part.values() if text]
    signs = "0123456789AZaz é*-_./,;:'\"=+@\t\n\u00a0\u202f\u0000€"
    counts = dict.fromkeys(Genre, 0)
    for genre in Genre:
        names = [one.champ for one in registre(genre).in_file]
        lines = []
        for number in range(3334):
            line = dict(GOOD[genre]) if dice.random() < 0.5 else {}
            for champ in dice.sample(names, dice.randint(1, 20)):
                noise = "".join(dice.choices(signs, k=dice.randint(0, 40)))
                line[champ] = dice.choice(pool) if dice.random() < 0.6 else noise
            lines.append(Line(champs=line, number=number))
        checked = check_lines(lines, genre=genre, today=TODAY, declared=set())
        counts[genre] = len(checked)
        kept = [line for line in checked if line.is_valid]
        for line in kept:
            json.dumps(api_line(line, genre=genre))
        back = read_register(write_csv(checked, genre=genre), file_name="a.csv", genre=genre)
        said = [line.champs for line in checked if line.champs]
        again = check_lines(back.lines, genre=genre, today=TODAY)
        assert [line.champs for line in again] == said
    assert sum(counts.values()) >= 10_000


def test_a_batch_holds_a_thousand_lines_at_most_with_the_name_of_the_call():
    (line,) = check(Genre.ENTRANT, GOOD[Genre.ENTRANT])
    found = batches([line] * 2001, genre=Genre.ENTRANT)
    assert [(one.file_name, one.count) for one in found] == [
        ("lot-001.json", 1000), ("lot-002.json", 1000), ("lot-003.json", 1),
    ]  # fmt: skip
    body = json.loads(found[-1].as_json())
    assert "addToIncomingTexsRegistry(lines: $lines)" in body["query"]
    assert "[IncomingTexsLineInput!]!" in body["query"]
    assert len(body["variables"]["lines"]) == 1


def test_the_api_is_given_its_own_types():
    (line,) = check(Genre.SORTANT, champs(Genre.SORTANT, reason="ANNULER", weightValue="18,50"))
    found = api_line(line, genre=Genre.SORTANT)
    assert found["reason"] == "CANCEL"
    assert found["weightValue"] == 18.5
    assert found["weightIsEstimate"] is False
    assert found["wastePop"] is False
    assert found["parcelNumbers"] == ["0-IK-123"]
    assert found["transporter1TransportMode"] == "ROAD"
    assert "brokerCompanySiret" not in found
