"""Programs, not modules: run by ``sandbox`` alone, each in a process of its own."""
