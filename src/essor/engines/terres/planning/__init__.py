"""The planning model, its exact solution, its certificate and its explanation."""
