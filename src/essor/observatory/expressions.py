"""Expressions over the rows of a source, written once with Ibis, told to an engine as its SQL.

Ibis only writes text here: no engine of its own is opened, so that it needs neither pandas nor
pyarrow, and one expression means the same for DuckDB and for Spark.
"""

from collections.abc import Iterable

import ibis
from ibis.backends.sql import compilers
from ibis.backends.sql.datatypes import DuckDBType, PySparkType
from ibis.config import Config
from sqlglot import exp

Expression = ibis.Table | ibis.Value
_COMPILERS = {"duckdb": compilers.duckdb.compiler, "pyspark": compilers.pyspark.compiler}
_NUMBER = r"\A[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?\z"
_TYPES = {"duckdb": DuckDBType, "pyspark": PySparkType}


class _SparkOptions(Config):  # type: ignore[misc]  # ibis has no types
    """What ibis asks before it writes a number for Spark: a number is written as it is."""

    treat_nan_as_null: bool = False


if ibis.options.pyspark is None:  # set by ibis itself only with an engine of its own
    ibis.options.pyspark = _SparkOptions()


def table_of(name: str, columns: Iterable[tuple[str, str]], dialect: str = "duckdb") -> ibis.Table:
    """Return the rows of a view, for expressions: it holds no row itself.

    columns : names with the types that the engine gives them
    """
    types = _TYPES[dialect]
    return ibis.table({column: types.from_string(kind) for column, kind in columns}, name=name)


def select_of(expression: ibis.Table, dialect: str = "duckdb") -> str:
    """Return the SELECT of an expression."""
    return _statement(expression, dialect).sql(dialect=_COMPILERS[dialect].dialect)


def condition_of(expression: ibis.Value, dialect: str = "duckdb") -> str:
    """Return a condition on the rows of one file, with the bare names of its columns.

    Raises ValueError when it asks for anything else than the columns of one view.
    """
    statement = _statement(expression.name("condition").as_table(), dialect)
    (condition,) = statement.expressions
    is_plain = set(statement.args) == {"expressions", "from_"} and not condition.find(exp.Query)
    if not is_plain or not isinstance(statement.args["from_"].this, exp.Table):
        raise ValueError("a condition is on the rows of one file, without join nor sub-query")
    for column in condition.find_all(exp.Column):
        column.set("table", None)
    sql: str = condition.unalias().sql(dialect=_COMPILERS[dialect].dialect)
    return f"({sql})"


def number(text: ibis.Value) -> ibis.Value:
    """Return the number that a French or English text holds, unknown when it is not one.

    What is a number is told here: « inf », « NaN » or « 1.5f » are not, whatever the engine.
    """
    plain = text.strip().replace(" ", "").replace("\u00a0", "").replace(",", ".")
    return ibis.cases((plain.re_search(_NUMBER), plain.cast("float64")), else_=None)


def _statement(expression: ibis.Table, dialect: str) -> exp.Select:
    statement: exp.Select = _COMPILERS[dialect].to_sqlglot(expression.unbind())
    return statement
