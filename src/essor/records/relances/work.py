"""Jobs of this room: one mail, sent by the worker, tried again a limited number of times."""


def register_jobs() -> None:
    """Name the jobs of this room."""
