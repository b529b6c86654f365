"""The map of the territories, ready to be drawn as SVG by a server."""
