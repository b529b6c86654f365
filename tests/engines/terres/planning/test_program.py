"""The mathematics, one golden file per family of constraints."""

from dataclasses import replace

import numpy as np
import pytest

from essor.engines.terres.planning.program import Columns, Rows, build_program
from essor.engines.terres.vocabulary import Objective
from tests.engines.terres.planning.rendering import FOLDER, GOLDEN, PLAIN, YARD, render


@pytest.mark.parametrize("family", list(Rows))
def test_each_family_reads_as_its_golden_file(family: Rows):
    golden = (FOLDER / f"{family.value}.txt").read_text(encoding="utf-8")
    assert render(build_program(GOLDEN[family]), family) == golden


def test_a_pure_network_is_known_as_such():
    assert build_program(YARD).is_pure_network
    assert not build_program(GOLDEN[Rows.TRUCKS]).is_pure_network
    assert not build_program(GOLDEN[Rows.PLATFORM_STOCK]).is_pure_network


def test_co2_serves_first_and_counts_the_quarry():
    program = build_program(GOLDEN[Rows.NEED], objective=Objective.CO2)
    bought = program.columns[Columns.VIRGIN].slice
    left = program.columns[Columns.UNSERVED].slice
    assert program.cost[bought] == pytest.approx([2.6])
    assert program.kg[left] == pytest.approx([0.0, 0.0])
    assert program.cost[left].min() >= 1000 * program.kg.max()


def test_a_closed_outlet_has_no_column():
    closed = replace(PLAIN, outlets=(replace(PLAIN.outlets[0], opens=7, closes=9),))
    assert build_program(closed).columns[Columns.SHIP].size == 0


def test_a_lot_never_reaches_by_a_platform_an_outlet_that_it_excludes():
    lots = (replace(YARD.lots[0], excludes=("R",)), replace(YARD.lots[1], soil_class="inerte"))
    program = build_program(replace(YARD, lots=lots))
    out = program.columns[Columns.OUT]
    assert program.pairs.group_class == ("inerte", "inerte")
    assert set(out.keys["group"].tolist()) == {int(program.pairs.lot_group[1])}
    assert np.isfinite(program.row_upper).sum() >= out.size
