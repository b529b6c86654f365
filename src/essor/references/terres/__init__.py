"""Tables about excavated soils that are not dated numbers: names of what laboratories measure."""
