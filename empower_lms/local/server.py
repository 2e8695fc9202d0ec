"""Serving the local LMS with gunicorn: several threads, or several processes, on one SQLite file."""

import errno
import socket
import warnings
from collections.abc import Callable
from typing import Any

from django.db import connections
from gunicorn.app.base import BaseApplication

THREADS = 8


class PortTaken(Exception):
    """Another program listens on the address already."""


def serve(*, host: str, port: int, workers: int, on_ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; running requests get ten seconds to finish.

    Raises:
        PortTaken: before anything is started.
    """
    # fs, which XBlock uses, still imports pkg_resources; whoever serves courses can do nothing about it.
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
    _claim(host, port)
    # A database connection must not be shared by the processes that gunicorn forks.
    connections.close_all()
    _Server(
        {
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": THREADS,
            "worker_class": "gthread",
            "graceful_timeout": 10,
            "timeout": 60,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _server: on_ready(),
        }
    ).run()


def _claim(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                raise PortTaken(f"{host}:{port}") from error
            raise


class _Server(BaseApplication):
    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        from empower_lms.local.wsgi import application

        return application
