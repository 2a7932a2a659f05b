"""An issue as plain text."""
