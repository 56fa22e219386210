"""The command line: it reads the arguments, calls one use case, and prints its view."""
