"""Jobs of this room."""


def register_jobs() -> None:
    """Name the jobs of this room."""
