"""`apj lsp`: a language server for the files of a journal.

Every module but `server`, `convert` and `journals` computes answers from a text and plain values, without the
protocol. Only the command `lsp` imports this package.
"""
