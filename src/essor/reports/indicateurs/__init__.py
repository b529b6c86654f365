"""Indicators as pages and documents show them: a drawing, and both figures side by side."""
