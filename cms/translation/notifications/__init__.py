"""What translators are told by mail."""
