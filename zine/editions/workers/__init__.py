"""Programs, not modules: run by ``cms.sandbox.runner`` alone, each in a process of its own."""
