"""The segments of a source: entered, listed, written, with the values that are shared."""
