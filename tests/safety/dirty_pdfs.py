"""PDFs as volunteers have them: with traces of who made them, and words laid on their pages."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from .dirty_files import SECRET, jpeg

TRACE = SECRET.decode()
NEW_NUMBER = "617 555 0199"


def saved(pdf: Pdf) -> bytes:
    output = io.BytesIO()
    pdf.save(output)
    return output.getvalue()


def _font(pdf: Pdf) -> Any:
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )
    )


def page_of(pdf: Pdf, words: str = "The old number") -> Any:
    page = pdf.add_blank_page(page_size=(396, 612))
    page.obj.Resources = Dictionary(Font=Dictionary(F=_font(pdf)))
    page.obj.Contents = pdf.make_stream(b"BT /F 12 Tf 40 500 Td (%s) Tj ET" % words.encode())
    return page


def look(pdf: Pdf, words: str) -> Any:
    """What a program that writes a note draws for readers."""
    drawn = pdf.make_stream(b"BT /F 12 Tf 2 4 Td (%s) Tj ET" % words.encode())
    drawn.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 20])))
    drawn.Resources = Dictionary(Font=Dictionary(F=_font(pdf)))
    return drawn


def with_note(subtype: str, words: str | None = NEW_NUMBER, **more: Any) -> bytes:
    """A page with something laid on it; without ``words`` it says not how it looks."""
    with Pdf.new() as pdf:
        page = page_of(pdf)
        note = Dictionary(
            Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array([40, 100, 240, 120]), F=4
        )
        note.T, note.Contents = String(TRACE), String(TRACE)
        if words is not None:
            note.AP = Dictionary(N=look(pdf, words))
        for key, value in more.items():
            note[f"/{key}"] = value
        page.obj.Annots = Array([pdf.make_indirect(note)])
        return saved(pdf)


def with_field(value: str, *, drawn: str | None = None, outdated: bool = False) -> bytes:
    """A form with a filled field, drawn or not."""
    with Pdf.new() as pdf:
        page = page_of(pdf)
        field = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            Rect=Array([40, 100, 240, 120]),
            F=4,
            FT=Name.Tx,
            T=String(TRACE),
            V=String(value),
            DA=String("/Helv 12 Tf 0 g"),
        )
        if drawn is not None:
            field.AP = Dictionary(N=look(pdf, drawn))
        field = pdf.make_indirect(field)
        page.obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(
            Fields=Array([field]), DR=Dictionary(Font=Dictionary(Helv=_font(pdf)))
        )
        if outdated:
            pdf.Root.AcroForm.NeedAppearances = True
        return saved(pdf)


def xfa() -> bytes:
    with Pdf.new() as pdf:
        page_of(pdf, "Please wait...")
        pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))
        pdf.Root.NeedsRendering = True
        return saved(pdf)


def _author(pdf: Pdf) -> None:
    pdf.docinfo["/Author"] = TRACE


def _xmp(pdf: Pdf) -> None:
    with pdf.open_metadata() as about:
        about["dc:creator"] = [TRACE]


def _script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{TRACE}')"))


def _named_script(pdf: Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{TRACE}')"))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), action])))


def _launch(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F=String(f"{TRACE}.exe"))


def _page_action(pdf: Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.URI, URI=String(f"http://{TRACE}/")))


def _attachment(pdf: Pdf) -> None:
    pdf.attachments[f"{TRACE}.txt"] = SECRET


def _attached_note(pdf: Pdf) -> None:
    spec = Dictionary(Type=Name.Filespec, F=String(f"{TRACE}.txt"))
    spec.EF = Dictionary(F=pdf.make_stream(SECRET))
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]))
    note.FS = spec
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def _form_action(pdf: Pdf) -> None:
    button = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        Rect=Array([0, 0, 90, 20]),
        FT=Name.Btn,
        T=String("send"),
        A=Dictionary(S=Name.SubmitForm, F=String(f"http://{TRACE}/")),
        AP=Dictionary(N=look(pdf, "Send")),
    )
    field = pdf.make_indirect(button)
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def _comment(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]))
    note.T, note.Contents = String(TRACE), String(TRACE)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def _photograph(pdf: Pdf) -> None:
    picture = pdf.make_stream(jpeg())
    picture.update(
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=60,
            Height=40,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
    )
    page = pdf.pages[0]
    page.obj.Resources.XObject = Dictionary(P=picture)
    page.contents_add(b"q 60 0 0 40 40 300 cm /P Do Q")


def _photograph_within_the_text(pdf: Pdf) -> None:
    head = b"q 60 0 0 40 40 300 cm BI /W 60 /H 40 /CS /RGB /BPC 8 /F /DCT ID "
    pdf.pages[0].contents_add(head + jpeg() + b"\nEI Q")


def _pieces(pdf: Pdf) -> None:
    pdf.pages[0].obj.PieceInfo = Dictionary(Maker=Dictionary(Private=String(TRACE)))


def _layers(pdf: Pdf) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(TRACE)))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Creator=String(TRACE)))


def _bookmarks(pdf: Pdf) -> None:
    pdf.Root.Outlines = Dictionary(Title=String(TRACE))


DIRT: dict[str, Callable[[Pdf], None]] = {
    made.__name__.strip("_"): made
    for made in (
        *(_author, _xmp, _script, _named_script, _launch, _page_action, _attachment),
        *(_attached_note, _form_action, _comment, _photograph, _photograph_within_the_text),
        *(_pieces, _layers, _bookmarks),
    )
}


def dirty(*kinds: str) -> bytes:
    """A page with traces of these kinds, of ``DIRT``."""
    with Pdf.new() as pdf:
        page_of(pdf)
        for kind in kinds:
            DIRT[kind](pdf)
        return saved(pdf)


def everything_in(content: bytes) -> bytes:
    """The bytes of a PDF, and of its streams unpacked as far as they are no pictures."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        streams = [
            thing.read_raw_bytes() if "DCT" in str(thing.get("/Filter")) else thing.read_bytes()
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream)
        ]
        plain = io.BytesIO()
        pdf.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return b"".join([content, plain.getvalue(), *streams])
