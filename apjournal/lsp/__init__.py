"""`apj lsp`: a language server for the files of a journal.

Only `server`, `convert` and `journals` know the protocol. All other modules compute answers from the text of a file
and plain values. Only the command `lsp` imports this package.
"""
