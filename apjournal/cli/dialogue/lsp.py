"""Start the language server, or show in a terminal how an editor starts it."""

from __future__ import annotations

import os
import sys
from functools import partial

from apjournal.cli.boundary import report_unexpected
from apjournal.cli.context import Context
from apjournal.errors import explain_missing_libraries
from apjournal.render.screens import lsp as render
from apjournal.usecases import lsp as use

_STDOUT, _STDERR = 1, 2


def run_lsp(context: Context) -> None:
    """Serve an editor over stdin and stdout until it ends the session.

    In a terminal, and with `--json`, show instead how an editor starts the server.
    """
    lacks = "apj lsp needs libraries that are not installed."
    with explain_missing_libraries(lacks, install="Install them"):
        from apjournal.lsp.journals import Journals
        from apjournal.lsp.server import make_server, serve

    if context.json or context.interactive:
        context.show_view(use.describe_server(), render.render_text)
        return
    journals = Journals(partner=context.as_, environ=context.environ, read_clock=lambda: context.clock or Context().now)
    server = make_server(journals, partial(report_unexpected, command="lsp"))
    with os.fdopen(os.dup(_STDOUT), "wb") as messages:
        os.dup2(_STDERR, _STDOUT)  # so that nothing that is printed gets between two messages
        serve(server, sys.stdin.buffer, messages)
