"""A mirror of MNIST, whatever it answers: bounded time and memory, and the next one is tried."""

import gzip
import itertools
import logging
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rowreader.data import mirror
from rowreader.data.sources import fetch
from rowreader.run.errors import UserError
from servers import SELF_SIGNED, answer, serving
from small_mnist import small_mnist


@pytest.fixture(autouse=True)
def surroundings(monkeypatch):
    """No waits between attempts, and no proxy of the user's."""
    monkeypatch.setattr(mirror, "WAIT", 0)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)


@pytest.fixture
def files(monkeypatch):
    return small_mnist(monkeypatch)


@pytest.fixture
def good(files):
    """How a good mirror responds."""
    packed = {f"/{name}.gz": gzip.compress(content) for name, content in files.items()}

    def respond(path, write):
        body = packed[path]
        write(answer(200, body, Content_Length=len(body)))

    return respond


def error_of(respond, **options):
    """The error where the one source is a mirror that responds so."""
    with serving(respond, **options) as url, pytest.raises(UserError) as caught:
        fetch(mirrors=[url], package=None)
    error = str(caught.value)
    assert url in error and "data.folder" in error and error.isprintable()
    return error


def sending(content):
    return lambda path, write: write(content)


def endless(start, piece, pause=0.0):
    def respond(path, write):
        write(start)
        while True:
            write(piece)
            time.sleep(pause)

    return respond


BAD = {
    "no such file": (answer(404), "HTTP 404"),
    "no body": (answer(204), "HTTP 204"),
    "not modified": (answer(304), "HTTP 304"),
    "wrong bytes": (answer(200, gzip.compress(b"wrong")), "SHA-256 is not the expected one"),
    "half a file": (answer(200, gzip.compress(bytes(99))[:-9]), "truncated or damaged"),
    "no gzip": (answer(200, b"<html>log in first</html>"), "truncated or damaged"),
    "a length that is no number": (answer(200, b"", Content_Length="abc"), "SHA-256 is not the"),
    "two lengths": (answer(200, b"x", Content_Length="5, 6"), "multiple unmatching values"),
    "a huge length": (answer(200, b"", Content_Length=10**12), "more than any MNIST file has"),
    "a body that ends early": (answer(200, b"half", Content_Length=8), "4 more expected"),
    "bad chunks": (answer(200, b"xyz\r\n", Transfer_Encoding="chunked"), "connection failed"),
    "not HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n", "SSH-2.0"),
    "nothing": (b"", "without response"),
    "a redirect to a file": (answer(302, Location="file:///etc/hostname"), "No connection adapt"),
    "a redirect to no host": (answer(302, Location="http://["), "Invalid IPv6 URL"),
    "a redirect to no port": (answer(302, Location="http://127.0.0.1:x/"), "Failed to parse"),
    "a redirect to itself": (answer(301, Location="/"), "redirected more than 5 times"),
    "a redirect in Latin 1": (answer(302, Location="/\xff\xe9"), "redirected more than 5 times"),
    "colours": (b"HTTP/1.1 \x1b[31mred\r\n\r\n", "[31mred"),
}


@pytest.mark.parametrize("content, reason", BAD.values(), ids=BAD)
def test_a_bad_answer_is_named_and_the_next_mirror_tried(files, good, content, reason):
    assert reason in error_of(sending(content))
    with serving(sending(content)) as bad, serving(good) as url:
        assert fetch(mirrors=[bad, url], package=None) == files


HEADERS = st.sampled_from(
    ["Content-Length", "Transfer-Encoding", "Content-Encoding", "Set-Cookie", "Connection", "X"]
)
# A location with a host would be looked up: these stay on this machine.
LOCATIONS = st.one_of(
    st.binary(max_size=20).map(lambda tail: b"/." + tail),
    st.sampled_from([b"", b"?", b"#", b"http:", b"http://", b"http://[", b"//[::", b"ftp:///x"]),
    st.integers().map(lambda port: b"http://127.0.0.1:%d/" % port if port > 65535 else b"x:"),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(st.integers(-1, 1000).map(b"HTTP/1.1 %d OK".__mod__), st.binary(max_size=30)),
    st.lists(st.tuples(HEADERS, st.one_of(st.integers().map(b"%d".__mod__), st.binary()))),
    st.lists(LOCATIONS, max_size=1),
    st.binary(max_size=50),
)
@example(b"HTTP/1.1 100 Continue", [], [], b"")
@example(b"HTTP/1.1 200 OK", [("Content-Length", b"-1")], [], b"")
@example(b"HTTP/1.1 200 OK", [("Transfer-Encoding", b"chunked")], [], b"-1\r\n")
def test_whatever_a_server_answers_the_next_one_is_tried(
    files, good, status, headers, locations, body
):
    lines = [status, *(name.encode() + b": " + value for name, value in headers)]
    lines += [b"Location: " + location for location in locations]
    content = b"\r\n".join(lines) + b"\r\n\r\n" + body
    with serving(sending(content)) as bad, serving(good) as url:
        assert fetch(mirrors=[bad, url], package=None) == files


def test_the_endless_body_of_a_redirect_is_not_read(files, good):
    respond = endless(answer(302, Location="/"), bytes(100_000))
    assert "redirected more than 5 times" in error_of(respond)


def test_an_endless_body_is_refused(monkeypatch):
    monkeypatch.setattr(mirror, "LARGEST", 100_000)
    assert "more bytes than any MNIST file" in error_of(endless(answer(200), bytes(10_000)))


@pytest.mark.parametrize(
    "start, piece",
    [
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (answer(200), b"x"),
        (answer(200, Transfer_Encoding="chunked"), b"1\r\nx\r\n"),
        (answer(200, b"0\r\n", Transfer_Encoding="chunked"), b"X-Trailer: x\r\n"),
    ],
    ids=["headers", "interim answers", "body", "chunks", "trailers"],
)
def test_a_byte_now_and_then_does_not_outlast_the_deadline(monkeypatch, start, piece):
    monkeypatch.setattr(mirror, "DEADLINE", 0.1)
    assert "took longer than 0.1 s" in error_of(endless(start, piece, pause=0.001))


def test_a_redirect_is_followed(files, good):
    with serving(good) as url:

        def respond(path, write):
            write(answer(302, Location=url + path[1:]))

        with serving(respond) as other:
            assert fetch(mirrors=[other], package=None) == files


@pytest.mark.parametrize(
    "content",
    [answer(429), answer(408), answer(503), b"", answer(200, b"half", Content_Length=8), b"HTTP"],
    ids=["too many requests", "time-out", "unavailable", "dropped", "dropped in body", "dropped"],
)
def test_what_may_pass_is_tried_again(files, good, content):
    first = itertools.chain([content], itertools.repeat(None))

    def respond(path, write):
        bad = next(first)
        write(bad) if bad is not None else good(path, write)

    with serving(respond) as url:
        assert fetch(mirrors=[url], package=None) == files


def test_a_silent_server_is_tried_again(files, good, monkeypatch):
    monkeypatch.setattr(mirror, "SILENCE", 0.05)
    first = itertools.chain([True], itertools.repeat(False))

    def respond(path, write):
        if next(first):
            endless(b"", b"", pause=0.2)(path, write)
        good(path, write)

    with serving(respond) as url:
        assert fetch(mirrors=[url], package=None) == files


def test_what_will_not_pass_is_tried_once(caplog):
    caplog.set_level(logging.INFO)
    with serving(sending(b"")) as url:
        pass  # nothing listens there now
    with pytest.raises(UserError, match=r"cannot connect \(Connection refused\)"):
        fetch(mirrors=[url], package=None)
    assert "attempt 1" in caplog.text and "attempt 2" not in caplog.text


def test_a_proxy_that_is_not_there_is_named(monkeypatch):
    with serving(sending(b"")) as url:
        pass
    monkeypatch.setenv("http_proxy", url)
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(UserError, match=r"cannot connect \(the proxy: Connection refused\)"):
        fetch(mirrors=["http://mnist.invalid/"], package=None)


def test_a_certificate_that_is_not_trusted_is_named_with_what_to_do(files, good, monkeypatch):
    error = error_of(good, certificate=SELF_SIGNED)
    assert "certificate is not trusted" in error and "self-signed" in error
    assert "REQUESTS_CA_BUNDLE" in error
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(SELF_SIGNED))
    with serving(good, certificate=SELF_SIGNED) as url:
        assert fetch(mirrors=[url], package=None) == files


def test_a_bundle_of_certificates_that_is_missing_is_named(good, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such/bundle.pem")
    assert "/no/such/bundle.pem" in error_of(good, certificate=SELF_SIGNED)
