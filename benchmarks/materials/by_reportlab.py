"""The same one-page handout by ReportLab: drawn by platypus, with the same fonts, untagged."""

import io
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, HRFlowable, Paragraph, SimpleDocTemplate, Spacer, Table

from alongside.materials.fonts import font_files
from alongside.materials.handouts import Handout, handout_part
from alongside.materials.pages import PrintedBullet

FACES = {
    "Sans": "SourceSansPro-Regular",
    "SansBold": "SourceSansPro-Semibold",
    "Serif": "SourceSerifPro-Semibold",
}
WIDE = 504.0


class ReportLabPress:
    """Keeps its fonts loaded between pages."""

    def __init__(self) -> None:
        # It reads no OTF: the same faces as TTF lie beside them.
        folders = {path.stem: path.with_suffix(".ttf") for path in font_files()}
        for name, stem in FACES.items():
            pdfmetrics.registerFont(TTFont(name, folders[stem]))
        pdfmetrics.registerFontFamily("Sans", normal="Sans", bold="SansBold")

    def draw(self, handout: Handout) -> bytes:
        """Return the page as a PDF."""
        made = io.BytesIO()
        document = SimpleDocTemplate(
            made,
            pagesize=letter,
            leftMargin=48,
            rightMargin=48,
            topMargin=40,
            bottomMargin=32,
            title=handout.page.title,
            author=handout.profile.name,
            lang="en",
        )
        document.build(_flow(handout))
        return made.getvalue()


def _flow(handout: Handout) -> list[Flowable]:
    page, accent = handout.page, handout.profile.accent
    person = handout_part(handout).words["person"]
    assert isinstance(person, dict)
    bold = f'<font name="SansBold" color="{accent}">'
    head = [[_said(f"{bold}{page.audience}</font>", 9), _said(person["practice"], 9, right=True)]]
    fair = f'<font name="SansBold">In fairness:</font> {escape(page.honest_line)}'
    return [
        HRFlowable(width="100%", thickness=2, color=HexColor(accent)),
        _columns(head, [WIDE / 2] * 2),
        Spacer(1, 22),
        _said(escape(page.title), 29, font="Serif"),
        Spacer(1, 8),
        _said(escape(page.subtitle), 13.5),
        Spacer(1, 10),
        _columns(_findings(handout), [124, WIDE - 124], below=5),
        _columns([[_said(fair, 11)]], [WIDE], below=10, fill="#edf2f1"),
        Spacer(1, 6),
        HRFlowable(width="100%", thickness=0.6, color=HexColor("#d8d2c7")),
        _columns(_person(person, accent), [WIDE * 0.6, WIDE * 0.4]),
        HRFlowable(width="100%", thickness=0.6, color=HexColor("#d8d2c7")),
        _columns(_sources(handout), [WIDE / 2] * 2),
        _said(f"{escape(' '.join(page.notices))} Review by {page.review_by}", 7.5),
    ]


def _findings(handout: Handout) -> list[list[Flowable]]:
    accent = handout.profile.accent
    return [
        [
            _said(
                f'<font name="Serif" size="30" color="{accent}">{escape(one.figure)}</font><br/>'
                f"{escape(one.against)}",
                10,
                leading=24 if one.figure else 12,
            ),
            _said(
                f'<font name="SansBold">{escape(one.lead)}</font> '
                f"{escape(one.text.removeprefix(one.lead))} "
                f'<font color="{accent}"><super size="8">{_marks(one)}</super></font>',
                13,
            ),
        ]
        for one in handout.page.bullets
    ]


def _marks(bullet: PrintedBullet) -> str:
    return ",".join(map(str, bullet.marks))


def _person(person: dict[str, object], accent: str) -> list[list[Flowable]]:
    reach = person["reach"]
    assert isinstance(reach, list)
    left = (
        f'<font name="Serif" size="17">{escape(str(person["name"]))}</font><br/>'
        f"{escape(str(person['under']))}<br/>{escape(str(person['prepared']))}"
    )
    right = (
        f'<font name="SansBold" size="17" color="{accent}">{person["phone"]}</font><br/>'
        f"{'<br/>'.join(map(escape, reach))}"
    )
    return [[_said(left, 10, leading=15), _said(right, 10, leading=15, right=True)]]


def _sources(handout: Handout) -> list[list[list[Flowable]]]:
    said: list[Flowable] = [
        _said(f"{one.mark} {escape(one.full)} {'doi:' if one.doi else ''}{one.doi}", 7.5)
        for one in handout.page.sources
    ]
    middle = (len(said) + 1) // 2
    return [[said[:middle], said[middle:]]]


def _said(
    text: str, size: float, *, font: str = "Sans", right: bool = False, leading: float = 0
) -> Paragraph:
    style = ParagraphStyle(
        "said", fontName=font, fontSize=size, leading=leading or size * 1.25, alignment=0
    )
    if right:
        style.alignment = TA_RIGHT
    return Paragraph(text, style)


def _columns(rows: object, widths: list[float], below: float = 4, fill: str = "") -> Table:
    style: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 9 if fill else 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 9 if fill else 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), below),
    ]
    if fill:
        style.append(("BACKGROUND", (0, 0), (-1, -1), HexColor(fill)))
    return Table(rows, colWidths=widths, style=style)
