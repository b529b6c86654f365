"""Outlines of communes and groupings, on a grid of 100 metres, to place a site among them."""
