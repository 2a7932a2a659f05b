"""The translation memory: what was approved, offered for words that are alike."""
