"""Exchange with the national brownfield standard (CNIG Friches v1.0.6) and Cartofriches."""
