"""A limit in wall-clock time, whatever the code under it waits for."""

import contextlib
import signal


class _Expired(BaseException):
    """Not an Exception: no library under the deadline takes it for a failure of its own."""


@contextlib.contextmanager
def deadline(seconds, late):
    """Raise the exception `late` in the code under it once `seconds` have passed.

    A socket's time-out limits each wait for a byte: a server that sends one byte a second never
    meets it. The signal SIGALRM interrupts any wait, but only in the main thread: use it there.
    """

    def expire(*_):
        raise _Expired

    before = signal.signal(signal.SIGALRM, expire)
    try:
        # Again each second, should the first exception end in a destructor, which ignores it.
        signal.setitimer(signal.ITIMER_REAL, seconds, 1)
        yield
    except _Expired:
        raise late from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
