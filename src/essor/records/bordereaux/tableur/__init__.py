"""Slips from a weighbridge's file: columns found by their usual names, every fault at its cell."""
