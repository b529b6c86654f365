"""The schedule of a plan: dates through dependencies, drift, critical path, chances of a date.

Pure: dates, seed and ranges are arguments. Method and limits: docs/methodes/calendrier.md.
"""
