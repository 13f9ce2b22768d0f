"""The NPI Registry, asked politely: the one place of the territory that speaks to a network."""

import json
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from alongside.errors import Refused

# CMS, NPPES NPI Registry API, version 2.1.
NPI_REGISTRY = "https://npiregistry.cms.hhs.gov/api/"
VERSION = "2.1"
TRIES = 6
PAUSE_SECONDS = 0.1  # before each question: one at a time, and never ten in a second
LONGEST_WAIT_SECONDS = 120.0
LARGEST_ANSWER_BYTES = 16_000_000
TIMEOUT = httpx.Timeout(30, connect=10)

Wait = Callable[[float], None]
_FALLS_BACK_TO = wait_exponential_jitter(initial=1, max=30, jitter=1)


class RegistryAddressBad(Refused):
    """A base URL that is none."""


class RegistryUnreachable(Refused):
    """The registry did not answer, however often it was asked."""


class RegistryRefuses(Refused):
    """The registry answered that the question is wrong, or that nobody may ask."""


class RegistryChanged(Refused):
    """The registry answers in a form that this version does not know."""


class AskAgain(Exception):
    """An answer that may be better the next time; after so many seconds where it said so."""

    def __init__(self, why: str, wait_seconds: float | None = None) -> None:
        super().__init__(why)
        self.wait_seconds = wait_seconds


class Registry:
    """Asks the registry, one question after another.

    Args:
        base_url: where it answers; "" for CMS's own.
        wait: waits so many seconds, and may raise to stop.
    Raises:
        RegistryAddressBad: base_url is no http(s) address.
    """

    def __init__(self, base_url: str, wait: Wait) -> None:
        self.base_url = base_url or NPI_REGISTRY
        if not self.base_url.startswith(("http://", "https://")):
            raise RegistryAddressBad(
                f"ALONGSIDE_NPI_REGISTRY is “{self.base_url:.80}”; an address that begins with "
                "https:// was expected."
            )
        self._wait = wait
        headers = {"User-Agent": "alongside (a therapist's outreach)", "Accept": "application/json"}
        self._http = httpx.Client(timeout=TIMEOUT, headers=headers, follow_redirects=True)

    def close(self) -> None:
        self._http.close()

    def ask(self, question: Mapping[str, str]) -> list[Any]:
        """Return the records of one page, as they came.

        Args:
            question: the registry's own parameters, with limit and skip.
        Raises:
            RegistryUnreachable: no whole answer after `TRIES` tries.
            RegistryRefuses: an answer with an `Errors` list, or a status such as 403.
            RegistryChanged: JSON without a list of results.
        """
        again = Retrying(
            stop=stop_after_attempt(TRIES),
            retry=retry_if_exception_type(AskAgain),
            wait=_wait_seconds,
            sleep=self._wait,
            reraise=True,
        )
        try:
            return again(self._ask_once, {"version": VERSION, **question})
        except AskAgain as failed:
            raise RegistryUnreachable(
                f"The NPI Registry gave no whole answer in {TRIES} tries ({failed}). Nothing was "
                "changed; try again later."
            ) from failed

    def _ask_once(self, question: Mapping[str, str]) -> list[Any]:
        self._wait(PAUSE_SECONDS)
        try:
            with self._http.stream("GET", self.base_url, params=question) as answer:
                _check_status(answer)
                body = _read(answer)
        except httpx.InvalidURL as error:
            raise RegistryAddressBad(f"ALONGSIDE_NPI_REGISTRY is no address: {error}.") from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise AskAgain(str(error) or type(error).__name__) from error
        except httpx.TooManyRedirects as error:
            raise RegistryRefuses("The NPI Registry leads round in a circle.") from error
        return _results(_parsed(body))


def _wait_seconds(state: RetryCallState) -> float:
    """Return how long to wait: as long as the answer said, else twice as long each time."""
    failed = state.outcome.exception() if state.outcome else None
    said = failed.wait_seconds if isinstance(failed, AskAgain) else None
    return _FALLS_BACK_TO(state) if said is None else said


def _check_status(answer: httpx.Response) -> None:
    status = answer.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
        raise AskAgain(f"it answered {status}", _said_wait(answer))
    if not answer.is_success:
        raise RegistryRefuses(
            f"The NPI Registry answered {status} at {answer.url.copy_with(query=None)}; check the "
            "address in ALONGSIDE_NPI_REGISTRY."
        )


def _said_wait(answer: httpx.Response) -> float | None:
    """Return the seconds of Retry-After, which is a number or a day measured by the answer's Date.

    Raises:
        RegistryUnreachable: it asks for more patience than a person has.
    """
    said = answer.headers.get("Retry-After", "").strip()
    if not said:
        return None
    seconds = float(said) if said.isascii() and said.isdigit() else _seconds_until(said, answer)
    if seconds is not None and seconds > LONGEST_WAIT_SECONDS:
        raise RegistryUnreachable(
            f"The NPI Registry asks to be left alone for {seconds / 60:.0f} minutes. Nothing was "
            "changed; try again after that."
        )
    return seconds


def _seconds_until(said: str, answer: httpx.Response) -> float | None:
    try:
        until = parsedate_to_datetime(said) - parsedate_to_datetime(answer.headers["Date"])
    except (KeyError, ValueError, TypeError):
        return None
    return max(until.total_seconds(), 0)


def _read(answer: httpx.Response) -> bytes:
    """Return the whole body; one without end is not waited for."""
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > LARGEST_ANSWER_BYTES:
            raise RegistryChanged(
                f"The NPI Registry's answer is larger than {LARGEST_ANSWER_BYTES // 1_000_000} MB."
            )
    return bytes(body)


def _parsed(body: bytes) -> object:
    try:
        parsed: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise AskAgain("its answer was cut, or no JSON") from error
    return parsed


def _results(answer: object) -> list[Any]:
    told = answer if isinstance(answer, dict) else {}
    # An error comes with the status 200.
    if errors := told.get("Errors"):
        raise RegistryRefuses(f"The NPI Registry answered: {_tell_errors(errors)}")
    results = told.get("results")
    if not isinstance(results, list):
        found = ", ".join(map(str, told))[:200] or "nothing that is known"
        raise RegistryChanged(
            f"The NPI Registry answers in another form than version {VERSION}: no list of results, "
            f"but {found}."
        )
    return results


def _tell_errors(errors: object) -> str:
    listed = errors if isinstance(errors, list) else [errors]
    told = [
        str(one.get("description") or one) if isinstance(one, dict) else str(one) for one in listed
    ]
    return "; ".join(told)[:400].rstrip(".") + "."
