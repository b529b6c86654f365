"""A database as large as the whole programme: made, copied, read, written to."""
