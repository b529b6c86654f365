"""Plans of excavated soils: what goes where and when, at what price, and how sure that is."""
