"""Takes the cards chosen in a Sirene extract into the territory's list, or refreshes them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from essor.records.accounts.permissions import Access
from essor.records.entreprises.actions import new_etablissement
from essor.records.entreprises.models import Etablissement
from essor.records.entreprises.permissions import require_manage
from essor.records.journal.actions import operation
from essor.records.territoires.models import Territoire

SOURCE = "Répertoire Sirene (Insee), extrait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did."""

    created: int
    changed: int
    unchanged: int


def import_etablissements(
    *,
    by: Access,
    territoire: Territoire,
    cards: Sequence[Mapping[str, Any]],
    file_name: str,
    read_on: dt.date,
) -> Imported:
    """Write the cards, all or none. A name typed by hand stays when the file gives none.

    Raises Forbidden, UserFault.
    """
    require_manage(by, territoire.pk)
    source: dict[str, Any] = {"source_title": f"{SOURCE} « {file_name} »"[:300], "read_on": read_on}
    known = {
        one.siret: one
        for one in Etablissement.objects.filter(
            territoire=territoire, siret__in=[card["siret"] for card in cards]
        )
    }
    created = changed = 0
    with operation(
        kind="entreprises.importer",
        author=by,
        territoire_code=by.territoire_code,
        reason=file_name,
    ) as op:
        for card in cards:
            row = known.get(card["siret"])
            if row is None:
                new_etablissement(op, territoire, {**card, **source})
                created += 1
                continue
            news = {name: value for name, value in card.items() if value not in ("", None)}
            if any(getattr(row, name) != value for name, value in news.items()):
                op.change(row, **news, **source)
                changed += 1
    return Imported(created=created, changed=changed, unchanged=len(cards) - created - changed)
