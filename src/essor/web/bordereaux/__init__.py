"""Truck slips: the phone of a site, files of weighbridges, the plan against what was done."""
