"""Starter content: from TOML files to pages, pictures, accounts and translation records."""
