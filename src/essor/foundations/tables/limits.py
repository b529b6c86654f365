"""How big a workbook may be: bounds that a hostile file meets before it can hurt."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds checked while reading. Every one of them is stated in the fault it causes.

    max_ratio : unpacked size over packed size of one member, checked above 10 MB unpacked
    max_area : rows x columns of the rectangle that holds the filled cells of one sheet
    max_text_characters : text of all cells together, each copy of a shared string counted
    """

    max_file_bytes: int = 20_000_000
    max_members: int = 2_000
    max_unpacked_bytes: int = 150_000_000
    max_ratio: int = 200
    max_sheets: int = 60
    max_rows: int = 50_000
    max_columns: int = 500
    max_area: int = 5_000_000
    max_cells: int = 500_000
    max_merges: int = 20_000
    max_cell_characters: int = 32_767
    max_text_characters: int = 40_000_000
