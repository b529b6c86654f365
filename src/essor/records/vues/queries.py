"""What a working list answers, and the views that people keep."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.http import Http404

from essor.records.accounts.permissions import Access
from essor.records.plans.models import Axe, Plan
from essor.records.territoires.models import Territoire
from essor.records.vues.arranging import Group, Total, arranged, groups_of, totals_of
from essor.records.vues.columns import ALWAYS, COLUMNS, Column
from essor.records.vues.description import Filters, ViewDescription, ViewKind
from essor.records.vues.facts import Reader
from essor.records.vues.matching import CONDITIONS, facts_for, matching, set_conditions
from essor.records.vues.models import VueEnregistree, VueParDefaut
from essor.records.vues.permissions import can_keep_views
from essor.records.vues.rows import Fact, ListRow

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingList:
    """The answer to a view.

    description : what was asked, less what this person may not ask; refused says that in words
    rows : every row found, in order; page_rows : those of the page, with all their facts
    total : rows of the plan that she reads
    """

    description: ViewDescription
    refused: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[ListRow, ...]
    page_rows: tuple[ListRow, ...]
    groups: tuple[Group, ...]
    totals: Mapping[str, Total]
    total: int
    pages: int

    @property
    def found(self) -> int:
        """Number of rows found, on every page."""
        return len(self.rows)


def read_list(
    *,
    plan: Plan,
    by: Access,
    today: dt.date,
    description: ViewDescription,
    page_size: int | None = PAGE_SIZE,
    more: frozenset[Fact] = frozenset(),
    with_columns: bool = True,
) -> WorkingList:
    """Return the list that a view asks for, as this person may read it.

    page_size : None for everything on one page. more : facts to read besides the columns';
    with_columns : False where the columns are not shown, which spares their facts
    The number of queries depends on the columns and filters, never on the rows.
    """
    description, refused = for_reader(description, by)
    reader = Reader(plan=plan, by=by, today=today)
    columns = tuple(COLUMNS[name] for name in (*ALWAYS, *description.columns))
    early = facts_for(description.filters) | _ordering_facts(description)
    early |= {fact for column in columns if column.has_total for fact in column.facts}
    everything = reader.rows(early)
    rows = arranged(
        matching(everything, description.filters, _parents(plan, description)), description
    )
    pages = max(1, -(-len(rows) // page_size)) if page_size else 1
    page = min(description.page, pages)
    start = (page - 1) * (page_size or 0)
    shown = rows[start : start + page_size] if page_size else rows
    needed = {fact for column in columns for fact in column.facts} if with_columns else set()
    late = (needed | more) - early
    shown = reader.complete(shown, late)
    return WorkingList(
        description=replace(description, page=page),
        refused=refused,
        columns=columns,
        rows=tuple(rows),
        page_rows=tuple(shown),
        groups=groups_of(shown, rows, description),
        totals=totals_of(rows, columns),
        total=len(everything),
        pages=pages,
    )


def for_reader(description: ViewDescription, by: Access) -> tuple[ViewDescription, tuple[str, ...]]:
    """Leave out the columns and conditions that this person may not ask, and name them.

    A condition on what she may not read would tell it all the same, row by row.
    """

    def is_open(name: str) -> bool:
        capability = COLUMNS[name].capability
        return capability is None or by.can(capability)

    hidden = [
        name
        for name in set_conditions(description.filters)
        if (capability := CONDITIONS[name][1]) is not None and not by.can(capability)
    ]
    asked = [*description.columns, *(key.column for key in description.sort)]
    asked += [description.group] if description.group else []
    closed = dict.fromkeys(COLUMNS[name].label for name in asked if not is_open(name))
    words = [f"colonne « {label} »" for label in closed]
    words += [f"filtre « {label} »" for label in dict.fromkeys(CONDITIONS[n][2] for n in hidden)]
    empty = Filters()
    return (
        replace(
            description,
            columns=tuple(name for name in description.columns if is_open(name)),
            sort=tuple(key for key in description.sort if is_open(key.column)),
            group=description.group if description.group and is_open(description.group) else "",
            filters=replace(description.filters, **{name: getattr(empty, name) for name in hidden}),
        ),
        tuple(words),
    )


def views_of(territoire: Territoire, by: Access) -> QuerySet[VueEnregistree]:
    """Return the views that this person kept and those shared with the members."""
    if not can_keep_views(by):
        return VueEnregistree.objects.none()
    return (
        VueEnregistree.objects.filter(territoire=territoire)
        .filter(Q(owner_id=by.user_id) | Q(is_shared=True))
        .select_related("owner", "territoire")
        .order_by("is_shared", "nom", "id")
    )


def get_view(territoire: Territoire, view_id: uuid.UUID, by: Access) -> VueEnregistree:
    """Return a view. Raises Http404 when absent, or kept by somebody else for herself."""
    found = views_of(territoire, by).filter(pk=view_id).first()
    if found is None:
        raise Http404
    return found


def default_view(territoire: Territoire, by: Access) -> VueEnregistree | None:
    """Return the view that this person chose to open first, if she may still read it."""
    if by.user_id is None:
        return None
    chosen = VueParDefaut.objects.filter(territoire=territoire, user_id=by.user_id)
    return views_of(territoire, by).filter(pk__in=chosen.values("vue_id")).first()


def kind_of_view(view: VueEnregistree) -> ViewKind:
    """Return in what shape a kept view opens."""
    return ViewKind(view.genre)


def _ordering_facts(description: ViewDescription) -> set[Fact]:
    names = [key.column for key in description.sort]
    names += [description.group] if description.group else []
    return {fact for name in names for fact in COLUMNS[name].facts}


def _parents(plan: Plan, description: ViewDescription) -> dict[uuid.UUID, uuid.UUID | None]:
    if not description.filters.axes:
        return {}
    return dict(Axe.objects.filter(plan=plan).values_list("pk", "parent_id"))
