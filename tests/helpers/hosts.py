"""Bare repositories that refuse pushes as git hosts do, because of the commits."""

from __future__ import annotations

from pathlib import Path

_HOOK = """\
#!/bin/sh
while read -r old new ref; do
  case $old in *[!0]*) range=$old..$new ;; *) range=$new ;; esac
  for commit in $(git rev-list "$range"); do
    if {refused}; then
      echo 'error: {words}' >&2
      exit 1
    fi
  done
done
"""


def refuse_address(server: Path, email: str, words: str = "GH007: Your push would publish a private email.") -> Path:
    """Refuse commits by an author or committer with this address; return the hook."""
    return _refuse(server, f"git cat-file commit $commit | grep -q '^[ac].* <{email}>'", words)


def refuse_unsigned(server: Path) -> Path:
    """Refuse commits without a signature; return the hook."""
    unsigned = "! git cat-file commit $commit | grep -q '^gpgsig '"
    return _refuse(server, unsigned, "GH013: Commits must have verified signatures.")


def _refuse(server: Path, refused: str, words: str) -> Path:
    hook = server / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(_HOOK.format(refused=refused, words=words), "utf-8")
    hook.chmod(0o755)
    return hook
