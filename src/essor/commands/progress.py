"""Numbered steps of a long command: « [3/6] Territoires… 1,2 s »."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import click


class Steps:
    """Announces each step, then what came of it and how long it took."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0

    @contextmanager
    def step(self, title: str) -> Iterator["Outcome"]:
        """Announce a step; the block says its outcome, « fait » unless told otherwise."""
        self.done += 1
        click.echo(f"[{self.done}/{self.total}] {title}… ", nl=False)
        outcome = Outcome()
        started = time.monotonic()
        try:
            yield outcome
        except BaseException:
            click.echo("échec")
            raise
        click.echo(f"{outcome.text} ({seconds(time.monotonic() - started)})")


class Outcome:
    """What a step says when it ends."""

    text = "fait"

    def say(self, text: str) -> None:
        """Replace what the step says when it ends."""
        self.text = text


def seconds(duration_s: float) -> str:
    """Write a duration the French way: « 3,2 s »."""
    return f"{duration_s:.1f}\u00a0s".replace(".", ",")
