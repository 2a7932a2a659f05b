"""Signing in to the demo with one click. Development settings install it, production cannot."""
