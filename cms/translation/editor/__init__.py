"""The editor: the source on one side, its translation on the other."""
