"""Instances larger than a territory: cut by region, solved apart, put together with a proof."""
