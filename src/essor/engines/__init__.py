"""Decisions as pure functions; sister engines never meet."""
