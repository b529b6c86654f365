"""The sites of a territory, one by one: brownfields, business parks, declared emitters.

Each says where it comes from, when it was looked at, and how precisely it is placed.
"""
