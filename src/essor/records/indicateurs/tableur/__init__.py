"""Definitions, values and targets as a workbook of three sheets: what is written reads back."""
