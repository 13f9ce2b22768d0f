"""The same one-page handout by WeasyPrint: HTML and CSS, tagged, with the same fonts."""

from html import escape

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from alongside.materials.fonts import font_files
from alongside.materials.handouts import Handout, handout_part

FACES = {
    "SourceSansPro-Regular.otf": ("PageSans", 400),
    "SourceSansPro-Semibold.otf": ("PageSans", 600),
    "SourceSerifPro-Semibold.otf": ("PageSerif", 600),
}
STYLE = """
@page { size: letter; margin: 46pt 54pt 38pt }
body { font: 13pt/1.26 PageSans; margin: 0; color: #1f1d1a }
.head { border-top: 2pt solid ACCENT; padding-top: 7pt; font-size: 9pt }
.head b { float: left; color: ACCENT; text-transform: uppercase } .head span { float: right }
h1 { font: 600 29pt/1.1 PageSerif; margin: 34pt 0 8pt } .sub { color: #5c564e; margin-bottom: 16pt }
ol { list-style: none; padding: 0; margin: 0 } .finding { display: flex; margin-bottom: 11pt }
.figure { width: 124pt; flex: none; color: #5c564e; font-size: 10pt }
.figure b { display: block; font: 600 30pt/1 PageSerif; color: ACCENT }
.text b { font-weight: 600 } sup { font-size: 8pt; color: ACCENT }
.fair { background: #edf2f1; padding: 9pt 12pt; font-size: 11pt; margin: 10pt 0 }
.person { border-top: .6pt solid #d8d2c7; border-bottom: .6pt solid #d8d2c7; padding: 6pt 0;
  font-size: 10pt; display: flex; justify-content: space-between }
.person b { font: 600 17pt/1.3 PageSerif; display: block } .reach { text-align: right }
.sources { font-size: 7.5pt; line-height: 1.15; columns: 2; margin-top: 6pt }
.sources p { margin: 0 0 2pt } .closing { font-size: 7.5pt; margin-top: 8pt }
"""


class WeasyPrintPress:
    """Keeps its fonts loaded between pages, as a server would."""

    def __init__(self) -> None:
        self._fonts = FontConfiguration()
        faces = "".join(
            f"@font-face {{ font-family: {family}; font-weight: {weight}; "
            f"src: url(file://{path}) }}"
            for path in font_files()
            if (face := FACES.get(path.name)) is not None
            for family, weight in [face]
        )
        self._faces = CSS(string=faces, font_config=self._fonts)

    def draw(self, handout: Handout) -> bytes:
        """Return the page as a tagged PDF."""
        style = CSS(string=STYLE.replace("ACCENT", handout.profile.accent), font_config=self._fonts)
        made: bytes = HTML(string=_html(handout)).write_pdf(
            stylesheets=[self._faces, style], font_config=self._fonts, pdf_variant="pdf/ua-1"
        )
        return made


def _html(handout: Handout) -> str:
    page = handout.page
    words = handout_part(handout).words
    person = words["person"]
    assert isinstance(person, dict)
    findings = "".join(
        f"<li class=finding><div class=figure><b>{escape(one.figure)}</b>{escape(one.against)}"
        f"</div><div class=text><b>{escape(one.lead)}</b> "
        f"{escape(one.text.removeprefix(one.lead))}<sup>{','.join(map(str, one.marks))}</sup>"
        "</div></li>"
        for one in page.bullets
    )
    sources = "".join(
        f"<p>{one.mark} {escape(one.full)} {'doi:' if one.doi else ''}{escape(one.doi)}</p>"
        for one in page.sources
    )
    return (
        f"<!doctype html><html lang=en><title>{escape(page.title)}</title><body>"
        f"<div class=head><b>{page.audience}</b><span>{escape(person['practice'])}</span></div>"
        f"<h1>{escape(page.title)}</h1><div class=sub>{escape(page.subtitle)}</div>"
        f"<ol>{findings}</ol><div class=fair><b>In fairness:</b> {escape(page.honest_line)}</div>"
        f"<div class=person><div><b>{escape(person['name'])}</b>{escape(person['under'])}<br>"
        f"{escape(person['prepared'])}</div><div class=reach><b>{escape(person['phone'])}</b>"
        f"{'<br>'.join(map(escape, person['reach']))}</div></div>"
        f"<div class=sources>{sources}</div><div class=closing>{escape(' '.join(page.notices))} "
        f"Review by {page.review_by}</div></body></html>"
    )
