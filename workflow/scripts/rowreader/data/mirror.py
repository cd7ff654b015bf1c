"""MNIST from a web server that nothing is expected of: sizes and times are bounded."""

import logging
import sys
import time
import urllib.parse

import requests
import urllib3

from .checks import SourceError, gunzip
from .deadline import deadline
from .idx import LARGEST, SHA256

ATTEMPTS = 3
WAIT = 1.0  # seconds, after the first attempt; then longer
SILENCE = 30  # seconds without a byte
DEADLINE = 300  # seconds for one file, with all attempts
REDIRECTS = 5

CANNOT_CONNECT = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
DROPPED = (urllib3.exceptions.ProtocolError, ConnectionError, TimeoutError)


def from_mirror(mirror):
    """Return {name: bytes} of the four files, uncompressed. Raises SourceError."""
    return {name: gunzip(f"{name}.gz", download(f"{mirror}{name}.gz")) for name in SHA256}


def download(url):
    """Return the body of `url`, after some attempts where another may help. Raises SourceError."""
    name = url.rpartition("/")[2]
    with deadline(DEADLINE, SourceError(f"{name} took longer than {DEADLINE} s")):
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return _read(url)
            except SourceError as error:
                raise SourceError(f"{name} {error}") from error
            except Exception as error:  # of any kind: a server may send anything
                reason, temporary = _explain(error)
            logging.info("%s: %s (attempt %d of %d)", name, reason, attempt, ATTEMPTS)
            if not temporary:
                break
            if attempt < ATTEMPTS:
                time.sleep(WAIT * attempt)
    raise SourceError(f"{name}: {reason}")


class _Session(requests.Session):
    def get_redirect_target(self, response):
        """None: requests reads the body of a redirect whole, of any size, followed or not."""


def _read(url):
    with _Session() as session:
        for _ in range(REDIRECTS + 1):
            with session.get(url, stream=True, timeout=SILENCE) as response:
                if not response.is_redirect:
                    return _body(response)
                url = urllib.parse.urljoin(url, response.headers["Location"])
    raise SourceError(f"is redirected more than {REDIRECTS} times")


def _body(response):
    if response.status_code != 200:
        raise requests.HTTPError(f"HTTP {response.status_code}", response=response)
    size, body = response.raw.length_remaining or 0, bytearray()
    if size > LARGEST:
        raise SourceError(f"is announced with {size} bytes, more than any MNIST file has")
    while chunk := response.raw.read1(1 << 16):
        body += chunk
        if len(body) > LARGEST:
            raise SourceError("has more bytes than any MNIST file")
        _progress(response.url, len(body), size)
    return bytes(body)


def _explain(error):
    """Return why an attempt failed, and whether another may not."""
    if isinstance(error, requests.HTTPError):
        status = error.response.status_code
        return str(error), status in (408, 429) or status >= 500
    chain = [error]
    while cause := chain[-1].__cause__ or chain[-1].__context__:
        chain.append(cause)
    # The first cause says it best: the others wrap it in the names of their classes.
    first = chain[-1]
    reason = getattr(first, "strerror", None) or str(first) or type(first).__name__
    if isinstance(error, requests.exceptions.ProxyError):
        reason = f"the proxy: {reason}"
    if isinstance(error, requests.exceptions.SSLError) and "certificate" in reason.lower():
        return (
            f"the server's certificate is not trusted ({reason}); where a proxy of your company "
            "or university reads the traffic, set REQUESTS_CA_BUNDLE to a PEM file with its "
            "certificate"
        ), False
    if any(isinstance(cause, CANNOT_CONNECT) for cause in chain):
        return f"cannot connect ({reason})", False
    if any(isinstance(cause, DROPPED) for cause in chain):
        return f"the connection failed ({reason})", True
    return f"{type(error).__name__} ({reason})", False


def _progress(url, done, size):
    if sys.stderr.isatty():
        share = f"{done / size:4.0%}" if size else ""
        bar = f"{'#' * (30 * done // size):30}" if size else ""
        end = "\n" if done == size else ""
        print(f"\r{url.rpartition('/')[2]} {bar} {share}", end=end, file=sys.stderr, flush=True)
