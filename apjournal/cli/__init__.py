"""The command line: arguments in, one use case, its view out."""
