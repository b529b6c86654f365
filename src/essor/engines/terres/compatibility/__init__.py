"""May this lot go to this outlet? Every rule looked at, its threshold, its source, its margin.

Public face: `check` (one pair), `matrix` (a whole instance), `blocking` (what blocks and what it
costs), `pairs` (for the planner), `laboratory` (reports of analyses), `schema` (JSON forms).
"""
