"""The console of a run: a line for each job that has finished, and one that says what runs.

Snakemake's logger hands each message to its handlers. One of them writes to the terminal; Console
stands before it, says in a line what Snakemake says of each job in ten, and lets all else pass:
warnings, errors, and what the user asks for. Snakemake's file in .snakemake/log has everything.
"""

import logging
import math
import os
import shutil
import threading

from snakemake_interface_logger_plugins.common import LogEvent

SAID_BY_US = {
    LogEvent.JOB_INFO,
    LogEvent.JOB_STARTED,
    LogEvent.JOB_FINISHED,
    LogEvent.GROUP_INFO,
    LogEvent.PROGRESS,
}
# These have no event: one is said before each job, the others of each file of Snakemake's cache.
OF_EACH_JOB = (
    "Select jobs to execute...",
    "Moving output file ",
    "Symlinking output file ",
)
SILENCE = 300  # seconds after which a plain console repeats what runs
CLEAR = "\r\033[K"


class Console(logging.Handler):
    """inner: Snakemake's handler, which writes to a stream; run: a RunState."""

    def __init__(self, inner, run):
        super().__init__()
        self.inner, self.run, self.stream = inner, run, inner.stream
        self.live = inner.is_tty and os.environ.get("TERM") != "dumb"
        self.finished = []  # jobs whose line is not yet written
        self.written = -math.inf  # when something was: the first tick says what runs
        self.drawn = False
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._tick, daemon=True)

    def begin(self):
        self.thread.start()

    def emit(self, record):
        try:
            self._take(record)
        except BrokenPipeError:
            raise
        except Exception:  # the run is worth more than its console
            self.handleError(record)

    def _take(self, record):
        event = getattr(record, "event", None)
        if event == LogEvent.JOB_INFO:
            self.run.start(record.jobid)
        elif event == LogEvent.JOB_FINISHED:
            self.run.finish(record.job_id)
            if record.job_id in self.run.done:
                self.finished.append(record.job_id)
        elif event == LogEvent.JOB_ERROR:
            self.run.fail(record.jobid)
        if event not in SAID_BY_US and not str(record.msg).startswith(OF_EACH_JOB):
            self._write_finished()
            self.inner.handle(record)

    def tick(self):
        """Bring the console up to date."""
        with self.lock:
            self._write_finished()
            if self.live:
                self._write(self.run.status(shutil.get_terminal_size().columns - 1), end="")
                self.drawn = True
            elif self.run.started and self.run.now() - self.written >= SILENCE:
                self._write(self.run.took_and_status(None))

    def close(self):
        self.ended.set()
        with self.lock:
            self._write_finished()
            self.live = False
        self.inner.close()
        super().close()

    def _tick(self):
        # What follows a finished job starts a moment later.
        while not self.ended.wait(1):
            self.tick()

    def _write_finished(self):
        """Write the lines of the finished jobs; on no terminal the last one says what runs."""
        keys, self.finished = self.finished, []
        self._erase()
        for key in keys if self.live else keys[:-1]:
            self._write(self.run.took(key))
        if keys and not self.live:
            self._write(self.run.took_and_status(keys[-1]))

    def _erase(self):
        if self.drawn:
            self._write(CLEAR, end="")
            self.drawn = False

    def _write(self, text, end="\n"):
        try:
            self.stream.write(text + end)
            self.stream.flush()
            self.written = self.run.now()
        except (OSError, ValueError):  # the terminal has gone: the run goes on
            self.ended.set()
