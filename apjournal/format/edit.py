"""Editing a file by its nodes' places, so that everything else stays byte for byte."""

from __future__ import annotations

from apjournal.errors import ApjError


class EditRefused(ApjError):
    """The edited text would not read as intended, so nothing is written (exit 3)."""

    exit_code = 3
