"""The first content of a new site: pages to be written, and invitations to who writes them."""
