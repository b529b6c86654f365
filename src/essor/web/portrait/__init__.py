"""One screen on a territory: what is particular, what moved, what is fragile."""
