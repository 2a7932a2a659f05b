"""Processes with limits, in which whatever comes from outside is taken apart."""
