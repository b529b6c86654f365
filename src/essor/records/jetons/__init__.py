"""Personal keys of the open API, and what keeps its calls bounded and replayable."""
