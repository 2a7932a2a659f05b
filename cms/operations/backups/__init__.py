"""Backups: the database and the files of the site, kept in a folder, and brought back from it."""
