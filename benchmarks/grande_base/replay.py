"""The journal of a territory, replayed from nothing, against the rows that stand."""

from essor.records.backup.scope import rows_of, territoire_models
from essor.records.journal.models import Event
from essor.records.journal.queries import replay
from essor.records.journal.snapshots import kind_of, snapshot
from essor.records.territoires.models import Territoire


def replays(territoire: Territoire) -> int:
    """Return the number of objects compared. Raises AssertionError at the first difference."""
    states = replay(rows_of(Event, (territoire.code,)).iterator())
    count = 0
    for model in territoire_models():
        kind = kind_of(model)
        stored = {obj.pk: snapshot(obj) for obj in rows_of(model, (territoire.code,))}
        assert states.get(kind, {}) == stored, f"the journal of {territoire.code} lost {kind}"
        count += len(stored)
    return count
