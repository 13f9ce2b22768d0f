"""A PDF that names somebody: handed over as a file, and kept nowhere."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify


def pdf_answer(pdf: bytes, name: str, kind: str = "application/pdf") -> HttpResponse:
    """Return bytes as a file to save; its name is a code's, and no person's."""
    extension = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}[kind]
    answer = HttpResponse(pdf, content_type=kind)
    disposition = content_disposition_header(True, f"{slugify(name)}.{extension}")
    answer.headers["Content-Disposition"] = disposition or "attachment"
    return answer
