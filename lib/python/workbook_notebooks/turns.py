"""Whose turn it is, where several notebooks run at the same time."""

import threading
from concurrent.futures import Future, wait
from contextlib import contextmanager
from typing import Iterable

from nbclient import NotebookClient

LOOK_SECONDS = 0.2


class Stopped(Exception):
    """The run was ended from outside."""


class Turns:
    """Lets cells of several notebooks run side by side, and a cell that measures time by itself; ends all of them."""

    def __init__(self):
        self._changed = threading.Condition()
        self._running = 0
        self._alone = False
        self._waiting_to_be_alone = 0
        self._stopped = False
        self._clients = set()

    @contextmanager
    def taken(self, alone: bool = False):
        """Waits for the turn of a cell, or of a kernel that starts, and holds it; `alone` while no other is held.

        Who waits to be alone is next: no other turn begins before.
        """
        with self._changed:
            self._waiting_to_be_alone += alone
            try:
                self._changed.wait_for(lambda: self._stopped or self._is_free(alone))
            finally:
                self._waiting_to_be_alone -= alone
            if self._stopped:
                raise Stopped
            self._running += 1
            self._alone = alone
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._alone = False
                self._changed.notify_all()

    @contextmanager
    def kernel(self, client: NotebookClient):
        """Makes known the client whose kernel `stop` has to end."""
        with self._changed:
            self._clients.add(client)
        try:
            yield
        finally:
            with self._changed:
                self._clients.discard(client)

    def stop_until(self, ended: Iterable[Future]) -> None:
        """Ends the kernels, until all that uses them has ended: one may be starting."""
        while wait(ended, LOOK_SECONDS).not_done:
            self.stop()

    def stop(self) -> None:
        """Ends the kernels that run, and lets no other cell begin."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
            clients = list(self._clients)
        for client in clients:
            process = getattr(getattr(client.km, "provisioner", None), "process", None)
            if process is not None:
                process.kill()

    def _is_free(self, alone: bool) -> bool:
        if alone:
            return self._running == 0
        return not self._alone and self._waiting_to_be_alone == 0
