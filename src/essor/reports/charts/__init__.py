"""Charts drawn on the server: one specification gives one SVG, on screen and in documents.

Colours are presentation attributes and each mark has a class: a page under a strict
Content-Security-Policy needs no inline style and may restyle them. No chart goes without its
table, which `rows` gives.
"""
