"""A way to a service that a test may cut, slow down, or make fall silent."""

import socket
import threading
import time
from contextlib import suppress
from typing import Literal

Mood = Literal["up", "gone", "silent", "slow"]
DELAY = 0.4
"""What a slow service makes wait for each message, in seconds."""


class Proxy:
    """Stands before a service; it can refuse, be slow, or say nothing more."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.mood: Mood = "up"
        self._target = target
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def turn(self, mood: Mood) -> None:
        """Change what happens; when gone, every connection is cut at once."""
        self.mood = mood
        if mood == "gone":
            for pair in self._pairs:
                _cut(*pair)
            self._pairs.clear()

    def close(self) -> None:
        """Stop for good."""
        self.turn("gone")
        self._door.close()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._door.accept()
            except OSError:
                return
            there = socket.create_connection(self._target)
            self._pairs.append((here, there))
            if self.mood == "gone":
                _cut(here, there)
                continue
            for one, other in ((here, there), (there, here)):
                threading.Thread(
                    target=self._carry, args=(one, other), daemon=True
                ).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                while self.mood == "silent":
                    time.sleep(0.01)
                if self.mood == "slow":
                    time.sleep(DELAY)
                other.sendall(data)
        except OSError:
            pass
        finally:
            _cut(one, other)


def _cut(*ends: socket.socket) -> None:
    """Close sockets so that their peers know, even where a thread still reads one.

    Closing alone leaves such a socket open until the read ends, and a transaction
    behind it with all its locks.
    """
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
