"""Random moves about pages and what stands on them, through the pages of the admin."""
