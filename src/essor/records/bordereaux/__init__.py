"""Truck slips really run, set against the plan: what left, what remains, what to mend."""
