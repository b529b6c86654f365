"""Studies: what a brownfield may become, from five answers to the whole method."""
