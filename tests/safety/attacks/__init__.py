"""What somebody might try at the site, over HTTP and as the world meets it.

Each module is a kind of attacker, with a list of attempts; `tests/safety/test_attacks.py` runs all.
"""
