"""Choose: the land-use mix of a site, a portfolio of sites, several criteria at once.

The optimisations need scipy (`pip install essor[moteurs]`), which brings HiGHS.
"""
