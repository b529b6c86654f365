"""The checkers: each takes the root of a tree and returns its breaches, one sentence each.

They take a tree so that a test can show them a broken one: a rule that never fails is no rule.
"""
