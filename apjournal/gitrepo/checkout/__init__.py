"""The work tree: apply changes to it, resume an interrupted update, and quarantine dangerous files."""
