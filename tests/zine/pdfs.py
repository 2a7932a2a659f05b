"""PDFs as people have them, and as nobody should: made here, page by page."""

import io
import zlib
from collections.abc import Callable, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageDraw

from zine.editions.imposition import sheets as imposition
from zine.editions.imposition.sheets import Direction

HALF_LETTER = (396.0, 612.0)
SECRET = "Ola Nordmann"
FILLER = "We keep each other safe and never hand anybody over to the machine of deportation."


def numbered(count: int, size: tuple[float, float] = HALF_LETTER) -> bytes:
    """A digital zine: on each page a word of its own, some lines, and its number at the foot."""
    with Pdf.new() as pdf:
        for number in range(1, count + 1):
            width, _height = size
            lines = [
                (40, 500, f"This is leaf{number}."),
                *((40, 470 - n * 16, FILLER) for n in range(6)),
            ]
            _written(pdf, size, [*lines, (width / 2, 24, str(number))])
        return saved(pdf)


def spreads(count: int, direction: Direction = "ltr") -> bytes:
    """The same, with facing pages side by side."""
    with Pdf.new() as pdf:
        for first in range(1, count + 1, 2):
            pair = (first, first + 1) if direction == "ltr" else (first + 1, first)
            lines: list[tuple[float, float, str]] = []
            for left, number in zip((0, 396), pair, strict=True):
                lines += [(left + 40, 500, f"This is leaf{number}."), (left + 198, 24, str(number))]
            _written(pdf, (792, 612), lines)
        return saved(pdf)


def booklet(count: int, direction: Direction = "ltr") -> bytes:
    """The same, imposed as the site imposes its own."""
    return imposition.booklet(numbered(count), imposition.LETTER, direction)


def mini(direction: Direction = "ltr") -> bytes:
    return imposition.mini(numbered(8), imposition.LETTER, direction)


def scanned(count: int, size: tuple[int, int] = (396, 612)) -> bytes:
    """Photographs of pages, each with what a camera notes in them."""
    with Pdf.new() as pdf:
        for number in range(1, count + 1):
            picture = pdf.make_stream(photograph(number, size))
            picture.update(_as_image(size, "/DCTDecode"))
            page = pdf.add_blank_page(page_size=size)
            page.obj.Resources = Dictionary(XObject=Dictionary(Scan=picture))
            page.obj.Contents = pdf.make_stream(b"q %d 0 0 %d 0 0 cm /Scan Do Q" % size)
        return saved(pdf)


def scanned_with_text(count: int) -> bytes:
    """A scan under which a machine has written what it has read, unseen."""
    with Pdf.open(io.BytesIO(scanned(count))) as pdf:
        for number, page in enumerate(pdf.pages, start=1):
            page.obj.Resources.Font = Dictionary(F=_font())
            text = b"BT 3 Tr /F 10 Tf 40 500 Td (This is leaf%d. %s) Tj ET"
            page.contents_add(text % (number, FILLER.encode()))
        return saved(pdf)


def turned(content: bytes) -> bytes:
    """The same pages, lying on their side with a note to turn them."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            _left, _bottom, width, height = (float(edge) for edge in page.mediabox)
            page.contents_add(b"q 0 1 -1 0 %f 0 cm" % height, prepend=True)
            page.contents_add(b"Q")
            page.obj.MediaBox = Array([0, 0, height, width])
            page.obj.Rotate = 90
        return saved(pdf)


def photograph(number: int, size: tuple[int, int]) -> bytes:
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((20, 20, 60 + 30 * number, 120), fill="black")
    exif = Image.Exif()
    exif[0x013B] = SECRET
    output = io.BytesIO()
    picture.save(output, "JPEG", exif=exif, comment=SECRET.encode())
    return output.getvalue()


def talkative() -> bytes:
    """A PDF that tells who made it in every place there is, runs scripts and carries a file."""
    with Pdf.open(io.BytesIO(numbered(2))) as pdf:
        with pdf.open_metadata() as about:
            about["dc:creator"] = [SECRET]
        pdf.docinfo["/Author"] = SECRET
        script = Dictionary(S=Name.JavaScript, JS=pikepdf.String(f"app.alert('{SECRET}')"))
        pdf.Root.OpenAction = script
        pdf.Root.AA = Dictionary(WC=script)
        pdf.Root.Outlines = Dictionary(Title=pikepdf.String(SECRET))
        pdf.Root.AcroForm = Dictionary(Fields=Array(), DA=pikepdf.String(SECRET))
        pdf.attachments["secret.txt"] = SECRET.encode()
        for page in pdf.pages:
            note = Dictionary(
                Type=Name.Annot,
                Subtype=Name.Text,
                Rect=Array([0, 0, 9, 9]),
                T=pikepdf.String(SECRET),
                Contents=pikepdf.String(SECRET),
            )
            page.obj.Annots = Array([pdf.make_indirect(note)])
            page.obj.PieceInfo = Dictionary(Maker=pikepdf.String(SECRET))
            page.obj.Metadata = pdf.make_stream(SECRET.encode())
            page.obj.Resources.Metadata = pdf.make_stream(SECRET.encode())
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String(SECRET)))
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([group]), D=Dictionary(OFF=Array([group]), Creator=pikepdf.String(SECRET))
        )
        return saved(pdf)


# What nobody should upload.


def encrypted() -> bytes:
    with Pdf.open(io.BytesIO(numbered(2))) as pdf:
        output = io.BytesIO()
        pdf.save(output, encryption=pikepdf.Encryption(user="secret", owner="secret"))
        return output.getvalue()


def truncated() -> bytes:
    whole = numbered(8)
    return whole[: len(whole) // 2]


def gutted() -> bytes:
    """Truncated, with an end put on."""
    return truncated()[:300] + b"\n%%EOF\n"


def many_pages(said: int | None = None) -> bytes:
    with Pdf.new() as pdf:
        blank = pdf.add_blank_page(page_size=HALF_LETTER)
        kids = [blank.obj]
        kids += [pdf.make_indirect(Dictionary(dict(blank.obj.items()))) for _ in range(9_999)]
        pdf.Root.Pages.Kids = Array(kids)
        pdf.Root.Pages.Count = said or len(kids)
        return saved(pdf)


def raw(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; its first is the catalogue."""
    output = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(output))
        output += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    start = len(output)
    output += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    output += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, start)
    return bytes(output)


def one_page(more: bytes = b"", box: bytes = b"0 0 396 612", *objects: bytes) -> bytes:
    return raw(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]%s>>" % (box, more),
        *objects,
    )


def giant_page() -> bytes:
    return one_page(b"", b"0 0 720000 720000")


def tiny_page() -> bytes:
    return one_page(b"", b"0 0 0 0")


def nested_objects() -> bytes:
    return one_page(b"/Resources<</X " + b"[" * 200_000 + b"]" * 200_000 + b">>")


def nested_pages() -> bytes:
    depth = 20_000
    middle = [
        b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (number - 1, number + 1)
        for number in range(3, depth)
    ]
    leaf = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 396 612]>>" % (depth - 1)
    root = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return raw(b"<</Type/Catalog/Pages 2 0 R>>", root, *middle, leaf)


def circular_pages() -> bytes:
    return raw(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>")


def bomb() -> bytes:
    """A few kilobytes that unpack into gigabytes of drawing."""
    chunk = b"0 0 m 9 9 l S\n" * 150_000
    packer = zlib.compressobj(9)
    block = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    # Each block stands for itself; the head of the first is all that the others lack.
    first, rest = block, block[2:]
    packed = zlib.compress(first + rest * 1500, 9)
    head = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(packed)
    return one_page(b"/Contents 4 0 R", b"0 0 396 612", head + packed + b"\nendstream")


def forms_in_forms() -> bytes:
    """Each form draws the next one ten times: ten to the twentieth drawings."""
    depth = 20
    forms = []
    for number in range(4, 4 + depth):
        inner = b"/F Do " * 10 if number < 3 + depth else b"0 0 m 9 9 l S"
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 396 612]/Length %d" % len(inner)
        resources = b"/Resources<</XObject<</F %d 0 R>>>>" % (number + 1)
        forms.append(head + resources + b">>stream\n" + inner + b"\nendstream")
    content = b"<</Length 5>>stream\n/F Do\nendstream"
    more = b"/Resources<</XObject<</F 4 0 R>>>>/Contents %d 0 R" % (4 + depth)
    return one_page(more, b"0 0 396 612", *forms, content)


def huge_picture() -> bytes:
    image = b"<</Type/XObject/Subtype/Image/Width 90000/Height 90000/BitsPerComponent 8"
    image += b"/ColorSpace/DeviceGray/Length 0>>stream\n\nendstream"
    content = b"<</Length 26>>stream\nq 396 0 0 612 0 0 cm /I Do Q\nendstream"
    more = b"/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R"
    return one_page(more, b"0 0 396 612", image, content)


def no_pages() -> bytes:
    return raw(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")


def many_objects() -> bytes:
    return one_page(b"/Resources<</X[%s]>>" % (b"<</A 1>>" * 310_000))


HOSTILE: dict[str, Callable[[], bytes]] = {
    made.__name__: made
    for made in (
        encrypted,
        truncated,
        gutted,
        many_pages,
        giant_page,
        tiny_page,
        nested_objects,
        nested_pages,
        circular_pages,
        bomb,
        forms_in_forms,
        huge_picture,
        no_pages,
        many_objects,
    )
}


def saved(pdf: Pdf) -> bytes:
    output = io.BytesIO()
    pdf.save(output)
    return output.getvalue()


def _written(
    pdf: Pdf, size: tuple[float, float], lines: Sequence[tuple[float, float, str]]
) -> None:
    page = pdf.add_blank_page(page_size=size)
    page.obj.Resources = Dictionary(Font=Dictionary(F=_font()))
    drawn = "".join(f"BT /F 10 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in lines)
    page.obj.Contents = pdf.make_stream(drawn.encode())


def _font() -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def _as_image(size: tuple[int, int], name: str) -> Dictionary:
    return Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=size[0],
        Height=size[1],
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name(name),
    )
