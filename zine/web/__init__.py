"""An issue on a screen: its parts, the shelf, downloads, feeds, the offline copy."""
