"""German, as Django has it; a time says its zone, such as EST."""

DATETIME_FORMAT = "j. F Y H:i T"
SHORT_DATETIME_FORMAT = "d.m.Y H:i T"
