"""The demo's content: texts, pictures, and what loads them."""
