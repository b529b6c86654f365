"""Signed messages to other programs, when something that they may read changes."""
