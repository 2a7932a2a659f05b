"""How dates and numbers are written in languages that Django does not know, or not well.

The names of months and days lie in ``cms/languages/dates``.
"""
