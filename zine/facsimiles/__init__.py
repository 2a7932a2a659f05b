"""Zines that exist as a PDF: cleaned, recognised, and read page by page in a browser."""
