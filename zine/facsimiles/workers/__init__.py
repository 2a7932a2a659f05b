"""Programs, not modules: run by ``zine.editions.sandbox`` alone, each in a process of its own."""
