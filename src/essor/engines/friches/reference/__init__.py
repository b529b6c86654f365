"""The door to the reference method: its names, its cases, the comparison with it."""
