"""Files for spreadsheets: in every language, and without anything that they would carry out."""

from django.utils import timezone

# Spreadsheets take a file for UTF-8 by it.
BYTE_ORDER_MARK = "\ufeff"
# What spreadsheets would take for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def begin(name: str) -> dict[str, str]:
    """The headers of a file that is called by its name and today's date."""
    filename = f"{name}-{timezone.localdate().isoformat()}.csv"
    return {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{filename}"',
    }


def cell(text: str) -> str:
    """The text, with an apostrophe in front where it would be a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
