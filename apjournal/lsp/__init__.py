"""`apj lsp`: a language server for the files of a journal.

Only `server`, `convert` and `journals` know the protocol. All other modules compute answers from a text and plain
values. Only the command `lsp` imports this package.
"""
