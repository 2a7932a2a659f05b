"""What `make` starts. `bootstrap` needs nothing but Python; the rest runs inside ``.venv``."""
