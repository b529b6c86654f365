"""The long computation of a plan of soils, as a job."""


def register_jobs() -> None:
    """Name the jobs of this room."""
