"""Contours of communes, intercommunalités and territories, drawn once at refresh for the maps."""
