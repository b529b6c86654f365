"""Starting sets of indicators: one file per answer of the programme, retyped with their sources."""
