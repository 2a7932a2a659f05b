"""A document as PDF, compiled by Typst, and what is read back from PDFs."""
