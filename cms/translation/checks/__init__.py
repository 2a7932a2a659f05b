"""What is wrong with a translation, in sentences: before it is kept, and before review."""
