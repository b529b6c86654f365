"""Long computations, one after the other, in a process of their own. See decision 0011."""
