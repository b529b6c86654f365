"""Check the rows against one another: parents, titles and codes met twice, like headings."""

from collections.abc import Sequence

from essor.foundations.errors import NBSP, Fault, FaultGatherer, Place
from essor.foundations.text import fold, fold_words
from essor.records.plans.tableur.draft import ActionDraft

_Path = tuple[str, ...]


def check_rows(
    drafts: Sequence[ActionDraft],
    axes: dict[_Path, int],
    *,
    sheet: str,
    faults: FaultGatherer,
    warnings: list[Fault],
) -> None:
    """Gather what only a look at several rows can show."""
    _check_titles(drafts, sheet, faults)
    _check_parents(drafts, sheet, faults)
    _check_codes(drafts, sheet, faults)
    _warn_lookalikes(axes, sheet, warnings)
    _warn_blank_axes(drafts, sheet, warnings)


def axis_key(axes: _Path) -> _Path:
    """Identity of a heading: case, accents and spaces aside; punctuation counts."""
    return tuple(fold(title) for title in axes)


def _identity(draft: ActionDraft) -> tuple[_Path, str | None, str]:
    parent = None if draft.parent_titre is None else fold(draft.parent_titre)
    return axis_key(draft.axes), parent, fold(draft.titre)


def _check_titles(drafts: Sequence[ActionDraft], sheet: str, faults: FaultGatherer) -> None:
    first: dict[tuple[_Path, str | None, str], ActionDraft] = {}
    for draft in drafts:
        if not draft.titre:
            continue
        earlier = first.setdefault(_identity(draft), draft)
        if earlier is not draft:
            where = "de la même action" if draft.parent_titre is not None else "du même axe"
            faults.add_message(
                f"le titre est déjà celui de la ligne {earlier.row} {where}",
                place=_place(draft, sheet, _title_key(draft)),
                value=draft.titre,
                expected=f"un titre différent aux lignes {earlier.row} et {draft.row}",
                code="titre_en_double",
            )


def _check_parents(drafts: Sequence[ActionDraft], sheet: str, faults: FaultGatherer) -> None:
    parents = {
        (axis_key(draft.axes), fold(draft.titre)) for draft in drafts if draft.parent_titre is None
    }
    for draft in drafts:
        if not draft.parent_titre:
            continue
        if (axis_key(draft.axes), fold(draft.parent_titre)) not in parents:
            faults.add_message(
                "l'action parente n'a pas sa propre ligne dans le même axe",
                place=_place(draft, sheet, "titre"),
                value=draft.parent_titre,
                expected="une ligne avec ce titre d'action, le même axe et sans sous-action",
                code="parent_sans_ligne",
            )


def _check_codes(drafts: Sequence[ActionDraft], sheet: str, faults: FaultGatherer) -> None:
    first: dict[str, ActionDraft] = {}
    for draft in drafts:
        if draft.code is None:
            continue
        earlier = first.setdefault(draft.code, draft)
        if earlier is not draft:
            faults.add_message(
                f"le code est déjà celui de la ligne {earlier.row}",
                place=_place(draft, sheet, "code"),
                value=draft.code,
                expected="un code par action, ou une cellule vide pour une nouvelle action",
                code="code_en_double",
            )


def _warn_lookalikes(axes: dict[_Path, int], sheet: str, warnings: list[Fault]) -> None:
    """Two sisters that differ by punctuation stay two; by case or accents they are one."""
    met: dict[tuple[_Path, str], _Path] = {}
    for path, row in axes.items():
        key = (axis_key(path[:-1]), fold_words(path[-1]))
        earlier = met.setdefault(key, path)
        if earlier == path:
            continue
        is_same = axis_key(earlier) == axis_key(path)
        if is_same and earlier[-1] == path[-1]:
            continue
        verdict = "ils sont lus comme un seul axe" if is_same else "ils restent deux axes"
        warnings.append(
            Fault(
                message=f"deux axes se ressemblent (lignes {axes[earlier]} et {row})"
                f"{NBSP}: un axe ou deux{NBSP}? {verdict}",
                place=Place(sheet=sheet, cell=f"ligne {row}"),
                value=f"{earlier[-1]} / {path[-1]}",
                expected="la même écriture partout s'il s'agit du même axe",
                code="axes_ressemblants",
            )
        )


def _warn_blank_axes(drafts: Sequence[ActionDraft], sheet: str, warnings: list[Fault]) -> None:
    """An empty heading after a filled one may mean « as above »: say so, guess nothing."""
    previous: ActionDraft | None = None
    blank: list[int] = []
    for draft in drafts:
        if draft.axes:
            previous = draft
        elif previous is not None:
            blank.append(draft.row)
    if blank and previous is not None:
        rows = ", ".join(str(row) for row in blank[:20]) + (", …" if len(blank) > 20 else "")
        warnings.append(
            Fault(
                message=f"des actions sans axe suivent des actions classées (lignes {rows})"
                f"{NBSP}; elles restent hors axe",
                place=Place(sheet=sheet, cell=f"ligne {blank[0]}"),
                expected="l'axe recopié sur chaque ligne si elles en font partie",
                code="axe_vide",
            )
        )


def _title_key(draft: ActionDraft) -> str:
    return "titre" if draft.parent_titre is None else "sous_titre"


def _place(draft: ActionDraft, sheet: str, key: str) -> Place:
    from_cell = draft.cells.get(key)
    return Place(sheet=sheet, cell=from_cell or f"ligne {draft.row}", column=_LABELS.get(key))


_LABELS = {
    "titre": "Titre de l'action",
    "sous_titre": "Titre de la sous-action",
    "code": "Code",
}
