"""DuckDB on this machine: every source, whatever its `tidy.py` is written in."""

import duckdb

from essor.observatory.catalogue import tidy_of
from essor.observatory.corrections import read_corrections
from essor.observatory.engines.engine import EngineName, Job, Tidied
from essor.observatory.workbench import Workbench

MEMORY = "3GB"


class DuckDBEngine:
    """One process, one file of work that may outgrow the memory."""

    def tidy(self, job: Job) -> Tidied:
        """Write the tables of a source. Raises UserFault with what its files do wrong."""
        with duckdb.connect(str(job.scratch / "travail.duckdb")) as connection:
            configure(connection)
            work = Workbench(
                connection,
                source=job.source,
                opened=job.opened,
                corrections=read_corrections(job.source.folder),
                out=job.out,
            )
            tidy_of(job.source)(work)
            work.close()
        return Tidied(engine=EngineName.DUCKDB, counts=work.counts, written=work.written)

    def close(self) -> None:
        """Nothing is held between two sources."""


def configure(connection: duckdb.DuckDBPyConnection) -> None:
    """Bound the memory; no extension is ever looked for on the network."""
    connection.execute(f"SET memory_limit='{MEMORY}'")
    connection.execute("SET autoinstall_known_extensions=false")
    connection.execute("SET preserve_insertion_order=false")
