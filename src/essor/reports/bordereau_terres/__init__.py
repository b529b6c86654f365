"""The slip that travels with a load of soil."""
