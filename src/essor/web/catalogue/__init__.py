"""The catalogue of the observatory: what is loaded, how old, how complete, what is missing."""
