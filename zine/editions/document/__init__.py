"""An issue as neutral data: read from its page once, and made into every edition."""
