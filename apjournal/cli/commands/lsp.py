"""The command `apj lsp`."""

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj lsp", view="lsp.LspView")
def command(context: Context) -> None:
    """Support the journal's files in your editor.

    Runs a language server, which your editor starts. The server shows errors and warnings while you type, makes the
    repairs of `apj check --fix`, completes keys, goals, weeks and your own plans, and shows the kept wording of a
    goal. It never changes a file itself, and does not use the network. Needs the extra apj[lsp].
    """
    from apjournal.cli.dialogue import lsp

    lsp.run_lsp(context)
