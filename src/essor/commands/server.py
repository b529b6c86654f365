"""Runs gunicorn inside the command, and finds a port to listen on."""

import errno
import socket
from collections.abc import Callable
from typing import Any

import click

from essor.foundations.errors import UserFault

DEFAULT_PORT = 8000
PORTS_TRIED = 20
LOOPBACK = ("127.0.0.1", "localhost", "::1")
GRACEFUL_TIMEOUT_S = 10


def load_application() -> Callable[..., Any]:
    """Return the WSGI application. Raises UserFault when this installation must not be served."""
    from django.conf import settings
    from django.db import connections
    from django.utils.module_loading import import_string

    application: Callable[..., Any] = import_string(settings.WSGI_APPLICATION)
    connections.close_all()  # a connection never crosses a fork
    return application


def serve(
    application: Callable[..., Any], *, host: str, port: int, workers: int, threads: int
) -> None:
    """Serve until Ctrl-C or SIGTERM. Never returns."""
    from gunicorn.app.base import BaseApplication

    options: dict[str, Any] = {
        "bind": address(host, port),
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "preload_app": True,
        "loglevel": "warning",
        "graceful_timeout": GRACEFUL_TIMEOUT_S,
        "control_socket_disable": True,
        "proc_name": "essor",
        "on_exit": lambda server: click.echo("\nEssor est arrêté."),
    }

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Callable[..., Any]:
            return application

    Server().run()


def address(host: str, port: int) -> str:
    """Write a host and a port as gunicorn and browsers do, IPv6 in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def free_port(host: str, port: int | None) -> int:
    """Return the port asked for, or the first free one from the default.

    Raises UserFault when the port asked for, or every port tried, is taken.
    """
    if port is not None:
        _require_free(host, port)
        return port
    for candidate in range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED):
        if is_free(host, candidate):
            return candidate
    raise UserFault.single(
        f"Aucun port libre entre {DEFAULT_PORT} et {DEFAULT_PORT + PORTS_TRIED - 1}.",
        expected="choisir un autre port par --port",
    )


def is_free(host: str, port: int) -> bool:
    """Tell whether nothing listens there."""
    try:
        _try_listening(host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return False
        raise _cannot_listen(host, port, error) from error
    return True


def _require_free(host: str, port: int) -> None:
    if not is_free(host, port):
        raise UserFault.single(
            f"Le port {port} est déjà utilisé sur {host}.",
            expected="arrêter l'autre programme, ou choisir un autre port par --port",
            code="port",
        )


def _try_listening(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def _cannot_listen(host: str, port: int, error: OSError) -> UserFault:
    return UserFault.single(
        f"Impossible d'écouter sur {address(host, port)}.",
        value=error.strerror or str(error),
        expected="une adresse de cette machine et un port auquel ce compte a droit",
        code="ecoute",
    )
