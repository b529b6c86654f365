"""Read a plan file into drafts: every fault at once, nothing guessed, nothing written."""

from essor.foundations.errors import Place, UserFault
from essor.foundations.tables import Limits, read_workbook
from essor.records.plans.tableur.draft import PlanRead
from essor.records.plans.tableur.json_read import is_json, read_json
from essor.records.plans.tableur.sheets import read_sheets

PLAN_LIMITS = Limits(
    max_unpacked_bytes=60_000_000, max_columns=200, max_cells=300_000, max_area=3_000_000
)


def read_plan(
    data: bytes, *, file_name: str, sheet: str | None = None, limits: Limits = PLAN_LIMITS
) -> PlanRead:
    """Read an .xlsx, .ods, .csv or .json plan.

    sheet : title of the sheet to read, when a workbook holds several plans
    Never raises for what the file holds: faults are in the result, each with its place. The
    drafts list every action met, those with faults included, in the order of the file.
    """
    try:
        if is_json(data, file_name):
            return read_json(data, file_name=file_name, limits=limits)
        book = read_workbook(data, file_name=file_name, limits=limits)
        return read_sheets(book, sheet=sheet)
    except UserFault as error:
        return PlanRead(file_name=file_name, faults=error.at(Place(file=file_name)).faults)
