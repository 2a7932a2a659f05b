class BackupError(Exception):
    """Why something cannot be backed up or brought back: a sentence for whoever runs the site."""
