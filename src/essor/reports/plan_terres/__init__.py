"""A plan of excavated soils in words, tables, drawings and documents."""
