"""Terms that are translated in one way, or not at all, and whether a translation keeps to them."""
