"""Bring the producers' files here: resumed, checked, kept, never twice for nothing."""
