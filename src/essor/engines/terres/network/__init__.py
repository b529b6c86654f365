"""Pure min-cost flows by the sparse network simplex, with their duals."""
