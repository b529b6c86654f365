"""The chapters of the study document: each turns the facts into blocks."""
