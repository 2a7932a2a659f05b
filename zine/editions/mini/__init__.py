"""The mini zine: an issue on one sheet."""
