"""The pages of review in the admin."""
