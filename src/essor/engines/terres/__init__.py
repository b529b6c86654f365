"""Excavated soils: which outlet may take a lot, and the plan of every tonne."""
