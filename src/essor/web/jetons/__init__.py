"""Where a person gives herself tokens, and where anybody reads how the API works."""
