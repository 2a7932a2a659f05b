"""What an issue is made into: one module a kind of file, which makes it and checks it."""
