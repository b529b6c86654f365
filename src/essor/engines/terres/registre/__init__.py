"""Registers of excavated soils in the exact form that the national register takes."""
