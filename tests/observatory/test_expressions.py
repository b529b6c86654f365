import ibis
import pytest

from essor.observatory.expressions import condition_of, select_of, table_of


@pytest.fixture
def rows() -> ibis.Table:
    return table_of("lignes", [("code", "VARCHAR"), ("nombre", "BIGINT")])


def test_a_condition_names_the_columns_of_the_file_alone(rows: ibis.Table) -> None:
    condition = (rows.nombre < 0) | rows.code.isin(["a'b", "c"])
    assert condition_of(condition) == "((\"nombre\" < 0) OR \"code\" IN ('a''b', 'c'))"
    assert condition_of(condition, "pyspark") == "((`nombre` < 0) OR `code` IN ('a\\'b', 'c'))"


def test_a_condition_on_other_rows_is_refused(rows: ibis.Table) -> None:
    other = table_of("autres", [("code", "VARCHAR")])
    with pytest.raises(ValueError, match="one file"):
        condition_of(rows.code.isin(other.code))
    with pytest.raises(ValueError, match="one file"):
        condition_of(rows.filter(rows.nombre > 0).nombre > 1)


def test_a_table_is_told_to_each_engine_in_its_words(rows: ibis.Table) -> None:
    numbers = rows.select(n=rows.code.try_cast("float64"), vu=rows.nombre.notnull())
    assert "TRY_CAST(`t0`.`code` AS DOUBLE)" in select_of(numbers, "pyspark")
    assert 'TRY_CAST("t0"."code" AS DOUBLE)' in select_of(numbers)
