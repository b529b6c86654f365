"""The function calls of the reference's own tests, replayed with the engine's functions."""
