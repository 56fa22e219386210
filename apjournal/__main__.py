"""`python -m apjournal` is `apj`."""

from apjournal.cli.main import main

main()
