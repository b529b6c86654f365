"""Find the sheet and the row of labels of a plan, wherever they stand."""

from dataclasses import dataclass

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.foundations.tables import Sheet, Workbook
from essor.records.plans.tableur.columns import Header, label_specs, read_labels

_SEARCHED_ROWS = 50
_LABELS_WITHOUT_TITLE = 4
_TITLE_EXPECTED = "une ligne d'intitulés avec au moins la colonne « Titre de l'action »"


@dataclass(frozen=True, slots=True)
class _Candidate:
    sheet: Sheet
    row: int
    has_title: bool
    score: int

    @property
    def rank(self) -> tuple[bool, bool, int]:
        return (self.has_title, not self.sheet.is_hidden, self.score)


def find_header(
    book: Workbook, *, sheet_title: str | None, warnings: list[Fault], faults: FaultGatherer
) -> Header | None:
    """Find the plan; faults and warnings say what is missing, twice there or not understood."""
    candidate = _choose(book, sheet_title, faults)
    if candidate is None:
        return None
    if not candidate.has_title:
        faults.add_message(
            "la colonne du titre de l'action est introuvable",
            place=Place(sheet=candidate.sheet.title, cell=f"ligne {candidate.row}"),
            expected=_TITLE_EXPECTED,
            code="colonne_titre_absente",
        )
    if candidate.sheet.is_hidden:
        warnings.append(
            Fault(
                message="le plan est lu dans une feuille masquée",
                place=Place(sheet=candidate.sheet.title),
                code="feuille_masquee",
            )
        )
    return read_labels(candidate.sheet, candidate.row, warnings=warnings, faults=faults)


def _choose(book: Workbook, sheet_title: str | None, faults: FaultGatherer) -> _Candidate | None:
    sheets = _asked(book, sheet_title)
    found = [best for sheet in sheets if (best := _best_row(sheet)) is not None]
    if not found:
        faults.add_message(
            "aucune feuille ne contient un plan d'action",
            expected=_TITLE_EXPECTED,
            code="plan_introuvable",
        )
        return None
    best = max(found, key=lambda candidate: candidate.rank)
    rivals = [
        other.sheet.title
        for other in found
        if other.has_title and not other.sheet.is_hidden and other.sheet.last_row > other.row
    ]
    if best.has_title and not best.sheet.is_hidden and len(rivals) > 1:
        faults.add_message(
            "plusieurs feuilles contiennent un plan d'action",
            value=", ".join(rivals),
            expected="une seule feuille de plan, ou le nom de la feuille à lire",
            code="plusieurs_plans",
        )
        return None
    return best


def _asked(book: Workbook, sheet_title: str | None) -> tuple[Sheet, ...]:
    if sheet_title is None:
        return book.sheets
    found = tuple(sheet for sheet in book.sheets if sheet.title == sheet_title)
    if not found:
        raise UserFault.single(
            "cette feuille n'existe pas dans le classeur",
            value=sheet_title,
            expected="une des feuilles " + ", ".join(sheet.title for sheet in book.sheets),
            code="feuille_inconnue",
        )
    return found


def _best_row(sheet: Sheet) -> _Candidate | None:
    best: _Candidate | None = None
    for row, cells in sheet.rows():
        if row > _SEARCHED_ROWS:
            break
        keys = {spec.key for _, _, spec in label_specs(cells) if spec is not None}
        candidate = _Candidate(sheet, row, "titre" in keys, len(keys))
        is_header = candidate.has_title or candidate.score >= _LABELS_WITHOUT_TITLE
        if is_header and (best is None or candidate.rank > best.rank):
            best = candidate
    return best
