"""Appraise what a brownfield should become, with honest uncertainty."""
