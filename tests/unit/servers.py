"""A web server on this machine that answers as a test says, whatever HTTP allows."""

import contextlib
import http.server
import ssl
import threading
from pathlib import Path

SELF_SIGNED = Path(__file__).with_name("self_signed.pem")  # for 127.0.0.1, with its key


@contextlib.contextmanager
def serving(respond, certificate=None):
    """Yield the URL of a server that calls respond(path, write) for each request; what it writes
    is all that is sent. An answer may go on until the client leaves."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            with contextlib.suppress(OSError):
                respond(self.path, self.wfile.write)

        def log_message(self, *_):
            pass

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *_):  # a client that leaves, or trusts no certificate
            pass

    server, scheme = Server(("127.0.0.1", 0), Handler), "http"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    # Asked to stop at once, not after the half second of the default.
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"{scheme}://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answer(status=200, body=b"", **headers):
    """The bytes of an answer; header names have _ for -."""
    lines = [f"{key.replace('_', '-')}: {value}\r\n" for key, value in headers.items()]
    return f"HTTP/1.1 {status} Because\r\n{''.join(lines)}\r\n".encode("latin-1") + body
