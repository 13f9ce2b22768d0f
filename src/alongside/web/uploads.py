"""Big files: straight to the home as they come, and only on the page that asks for one."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from alongside.errors import Refused
from alongside.outreach.uploads import upload_path

# What the other fields of a form may take beside the file.
FIELDS_BYTES = 100_000
PICTURE_MB = 5
MAY_BE_LOADED = "`alongside territory load` takes any size."

View = Callable[[HttpRequest], HttpResponse]


class UploadTooLarge(Refused):
    """A file past the limit."""


class UploadNotKept(Refused):
    """A file for which the disk has no room, or no leave."""


class Upload(UploadedFile[bytes]):
    """A file that waits in the home, by its key; one that nobody takes is let go of."""

    upload: UUID
    is_taken = False


def takes_a_file(view: View) -> View:
    """Let a page take a file: settings.FILE_UPLOAD_HANDLERS has no way in for the others.

    The way in must be set before anybody reads the form, and the CSRF check reads it; so that check
    comes after, and is made all the same.
    """
    return _taking(view, lambda: int(settings.UPLOAD_MB), MAY_BE_LOADED)


def takes_a_picture(view: View) -> View:
    """Let a page take a picture: the same way in, and a narrow one."""
    return _taking(view, lambda: PICTURE_MB, "Save a smaller one.")


def _taking(view: View, most_mb: Callable[[], int], instead: str) -> View:
    @csrf_exempt
    @wraps(view)
    def with_file(request: HttpRequest) -> HttpResponse:
        way_in = ToTheHome(request, most_mb(), instead)
        way_in.check_size(int(request.META.get("CONTENT_LENGTH") or 0) - FIELDS_BYTES)
        request.upload_handlers = [way_in]
        try:
            return csrf_protect(view)(request)
        finally:
            way_in.drop_untaken()

    return with_file


class ToTheHome(FileUploadHandler):
    """Writes the one file of a form into the home, a block at a time."""

    def __init__(self, request: HttpRequest, most_mb: int, instead: str) -> None:
        super().__init__(request)
        self._most_mb, self._instead = most_mb, instead
        self._file: Upload | None = None
        self._out: BinaryIO | None = None

    def new_file(self, *args: object, **more: object) -> None:
        super().new_file(*args, **more)  # type: ignore[arg-type]
        if self._file is not None:
            raise SkipFile
        self._file = Upload(name=self.file_name)
        self._file.upload = uuid4()
        path = upload_path(self._file.upload)
        self._out = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.check_size(start + len(raw_data))
        assert self._out is not None
        with _disk():
            self._out.write(raw_data)

    def file_complete(self, file_size: int) -> Upload:
        assert self._out is not None
        assert self._file is not None
        with _disk():
            self._out.close()
        self._file.size = file_size
        return self._file

    def check_size(self, size_bytes: int) -> None:
        if size_bytes > self._most_mb * 1_000_000:
            raise UploadTooLarge(
                f"The file is larger than {self._most_mb:,} MB, which is the most that this page "
                f"takes. {self._instead}"
            )

    def drop_untaken(self) -> None:
        """Let go of a file that is half, too large, or came with a form that was refused."""
        if self._out is not None:
            with suppress(OSError):  # what could not be written is not wanted either
                self._out.close()
        if self._file is not None and not self._file.is_taken:
            upload_path(self._file.upload).unlink(missing_ok=True)


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UploadNotKept(f"The file could not be kept: {error.strerror}.") from error
