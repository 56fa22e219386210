"""Who I am in a journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from apjournal.errors import UsageFault
from apjournal.model.handle import Handle
from apjournal.store.records import Records


def whoever(
    records: Records, *, given: str | None, environ: Mapping[str, str], config: Callable[[], Mapping[str, str]]
) -> Handle | None:
    """Find out who I am: `--as`, else `APJ_PARTNER`, else git config `apj.partner`, else git's `user.email`.

    `config` is asked last, since it starts git. What the environment and git name may be meant for another journal, so
    a name that is no partner's is nobody; raises `UsageFault` for such a name that was `given`.
    """
    partners = records.partners()
    if given is not None:
        if given not in partners:
            raise nobody(given, partners)
        return Handle(given)
    named = environ.get("APJ_PARTNER") or config().get("apj.partner")
    if named:
        return Handle(named) if named in partners else None
    address = config().get("user.email", "").lower()
    mine = [handle for handle in partners if address in records.partner(handle).addresses]
    return mine[0] if len(mine) == 1 else None


def nobody(name: str, partners: tuple[Handle, ...]) -> UsageFault:
    """Say that no partner has this name; a typing error would otherwise begin a folder."""
    if not Handle.is_valid(name):
        return UsageFault(f"{name!r} is not a handle.", "A handle is a-z, 0-9 and -, and begins with a letter.")
    return UsageFault(f"There is no partner {name} here.", f"Partners here: {', '.join(partners) or 'none'}.")
