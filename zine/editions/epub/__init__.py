"""A document as EPUB 3."""
