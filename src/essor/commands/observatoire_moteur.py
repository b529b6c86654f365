"""Which engine a refresh runs on: this machine with DuckDB, or a Spark cluster."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from essor.foundations.errors import UserFault
from essor.observatory.engines.duckdb_engine import DuckDBEngine
from essor.observatory.engines.engine import Engine, EngineName
from essor.observatory.engines.spark_engine import SparkEngine
from essor.observatory.engines.spark_session import LOCAL_MASTER

LABELS = {EngineName.DUCKDB: "DuckDB", EngineName.SPARK: "Spark"}


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--moteur` and `--master` to a command."""
    master = click.option(
        "--master",
        metavar="ADRESSE",
        help=f"Maître Spark (spark://machine:7077, local-cluster[2,1,1024]…) ; {LOCAL_MASTER} sans "
        "lui.",
    )
    moteur = click.option(
        "--moteur",
        type=click.Choice([one.value for one in EngineName]),
        default=EngineName.DUCKDB.value,
        help="duckdb : cette machine. spark : une grappe, pour les sources qui le permettent.",
    )
    return moteur(master(command))


@contextmanager
def opened_engine(moteur: str, master: str | None) -> Iterator[Engine]:
    """Open an engine for the length of a refresh.

    Raises UserFault when Spark, Java or the master is missing, or a master is given to DuckDB.
    """
    if moteur == EngineName.DUCKDB and master:
        raise UserFault.single(
            "Un maître ne sert qu'avec Spark.", value=master, expected="--moteur spark"
        )
    engine: Engine
    engine = DuckDBEngine() if moteur == EngineName.DUCKDB else SparkEngine(master or LOCAL_MASTER)
    try:
        yield engine
    finally:
        engine.close()


def said_engine(name: str) -> str:
    """Say which engine did the work of a new version, nothing when there was none to do."""
    return f", par {LABELS[EngineName(name)]}" if name else ""
