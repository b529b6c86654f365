"""Spark, for files larger than one machine; what it cannot run is done by DuckDB, and said so."""

import tempfile
from pathlib import Path
from typing import Any

from essor.observatory.catalogue import tidy_of
from essor.observatory.corrections import read_corrections
from essor.observatory.engines.duckdb_engine import DuckDBEngine
from essor.observatory.engines.engine import EngineName, Job, Tidied, is_portable
from essor.observatory.engines.spark_bench import SparkBench
from essor.observatory.engines.spark_reading import as_fault
from essor.observatory.engines.spark_session import open_session


class SparkEngine:
    """One session for every source; each has its own views."""

    def __init__(self, master: str) -> None:
        """Open the session. Raises UserFault when Spark, Java or the master is missing."""
        self._scratch = tempfile.TemporaryDirectory(prefix="essor-spark-")
        try:
            self._session = open_session(master, Path(self._scratch.name))
        except BaseException:
            self._scratch.cleanup()
            raise

    def tidy(self, job: Job) -> Tidied:
        """Write the tables of a source. Raises UserFault with what its files do wrong."""
        if not is_portable(job.source):
            return DuckDBEngine().tidy(job)
        from py4j.protocol import Py4JJavaError
        from pyspark.errors import PySparkException

        try:
            return self._tidy(self._session.newSession(), job)
        except (Py4JJavaError, PySparkException) as error:
            if fault := as_fault(job.source, error):
                raise fault from error
            raise

    def close(self) -> None:
        """Stop the session and remove what it wrote on this machine."""
        self._session.stop()
        self._scratch.cleanup()

    def _tidy(self, session: Any, job: Job) -> Tidied:
        work = SparkBench(
            session,
            source=job.source,
            opened=job.opened,
            corrections=read_corrections(job.source.folder),
            out=job.out,
        )
        tidy_of(job.source)(work)  # type: ignore[arg-type]  # a portable one asks for a Bench
        work.close()
        return Tidied(engine=EngineName.SPARK, counts=work.counts, written=work.written)
