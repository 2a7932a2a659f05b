"""Takes out of encoded pictures what is no picture: cameras, places, dates, programs' names."""

START, END, SCAN = 0xD8, 0xD9, 0xDA
COMMENT = 0xFE
# A JPEG's notes stand in segments of these numbers; 14 says how its colours are meant, and stays.
NOTES = {COMMENT, *range(0xE0, 0xEE), 0xEF}
# Markers that no length follows.
BARE = {0x01, START, *range(0xD0, 0xD8)}
BOXES_OF_NOTES = {b"xml ", b"uuid", b"uinf", b"jp2i"}


def clean_jpeg(data: bytes) -> bytes | None:
    """Return a JPEG without its notes; None for what is no JPEG."""
    if data[:2] != b"\xff\xd8":
        return None
    kept = [data[:2]]
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            return None
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker == END:
            break
        length = 2 if marker in BARE else 2 + int.from_bytes(data[place + 2 : place + 4])
        if marker not in NOTES:
            kept.append(data[place : place + length])
        place += length
        if marker == SCAN:
            place, scan = _scan(data, place)
            kept.append(scan)
    return b"".join(kept) + b"\xff\xd9"


def _scan(data: bytes, start: int) -> tuple[int, bytes]:
    """Return where the coded pixels end, and the pixels."""
    place = start
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            return len(data), data[start:]
        follower = data[place + 1]
        # A stuffed byte and a restart mark belong to the pixels.
        if follower != 0 and not 0xD0 <= follower < START:
            return place, data[start:place]
        place += 2


def clean_jpeg_2000(data: bytes) -> bytes | None:
    """Return a JPEG 2000 without its boxes of notes; None for what is no JPEG 2000."""
    if data[:4] == b"\xff\x4f\xff\x51":
        return data
    if data[4:8] != b"jP  ":
        return None
    kept: list[bytes] = []
    place = 0
    while place + 8 <= len(data):
        length = int.from_bytes(data[place : place + 4])
        if length == 1:
            length = int.from_bytes(data[place + 8 : place + 16])
        if length == 0:
            length = len(data) - place
        if length < 8:
            return None
        if data[place + 4 : place + 8] not in BOXES_OF_NOTES:
            kept.append(data[place : place + length])
        place += length
    return b"".join(kept)
