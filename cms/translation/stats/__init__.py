"""How far the translations of every page and record have come, in every language."""
