"""Modules of programs, not of the site: what every worker imports, in its own process."""
