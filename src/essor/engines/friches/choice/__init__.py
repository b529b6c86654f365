"""Choose: the land-use mix of a site, a portfolio of sites, several criteria at once.

The optimisations call HiGHS through scipy.
"""
