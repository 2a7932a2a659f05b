"""How a PDF that was changed is written: small, and the same bytes each time."""

import io

from pikepdf import ObjectStreamMode, Pdf


def saved(pdf: Pdf) -> bytes:
    """Return a PDF's file."""
    output = io.BytesIO()
    pdf.save(
        output,
        deterministic_id=True,
        compress_streams=True,
        object_stream_mode=ObjectStreamMode.generate,
    )
    return output.getvalue()
