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

    `config` is asked last, since it starts git. Raises `UsageFault` for a name that is no handle.
    """
    named = given or environ.get("APJ_PARTNER") or config().get("apj.partner")
    if named:
        if not Handle.is_valid(named):
            raise UsageFault(f"{named} is not a handle.", "A handle is a-z, 0-9 and -, and begins with a letter.")
        return Handle(named)
    address = config().get("user.email", "").lower()
    mine = [handle for handle in records.partners() if address in records.partner(handle).addresses]
    return mine[0] if len(mine) == 1 else None
