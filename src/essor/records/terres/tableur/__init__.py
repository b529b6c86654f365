"""The whole question of excavated soils as one workbook: what is written reads back unchanged."""
