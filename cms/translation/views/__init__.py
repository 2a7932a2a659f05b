"""The pages and addresses of the desk."""
