"""Cache compiled templates in the user's cache folder, because compiling a template takes longer than using it.

The folder can be deleted at any time. It is not in the journal's `.git`, which may come from somebody else: compiled
code is run without a further look. `templating` imports this module when it renders.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import FileSystemBytecodeCache, __version__
from jinja2.bccache import Bucket
from platformdirs import user_cache_path


class CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates by their name, text, and the versions of Jinja2 and Python.

    Where the cache cannot be read or written, templates are compiled as if there were none.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), f"%s-{__version__}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a compiled template into the bucket, or leave the bucket empty."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # damaged bytes may raise anything
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store a compiled template, or do nothing."""
        try:
            Path(self.directory).mkdir(mode=0o700, parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
        except OSError:
            pass


def find_compiled_templates() -> CompiledTemplates:
    """Return the cache in the user's cache folder, which need not exist."""
    return CompiledTemplates(user_cache_path("apj", appauthor=False) / "templates")
