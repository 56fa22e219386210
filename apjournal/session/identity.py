"""Find out who I am in a journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from apjournal.errors import UsageFault
from apjournal.model.handle import Handle
from apjournal.model.hints import list_handles
from apjournal.store.journal_reader import Records


class UnknownPartner(UsageFault):
    """There is no partner with the given name. This fault keeps a typing error from creating a folder."""

    def __init__(self, name: str, partners: tuple[Handle, ...]) -> None:
        if Handle.is_valid(name):
            super().__init__(f"This journal has no partner {name}.", list_handles(partners))
        else:
            hint = "A handle consists of a-z, 0-9 and -, and begins with a letter."
            super().__init__(f"{name!r} is not a handle.", hint)


class NoIdentity(UsageFault):
    """Nothing says which partner the user is."""

    def __init__(self, partners: tuple[Handle, ...]) -> None:
        set_it = "Set your handle once: git config apj.partner HANDLE, or with each command: apj --as HANDLE"
        super().__init__("apj does not know which partner you are.", f"{set_it}. {list_handles(partners)}")


def find_identity(
    sources: Iterable[Records],
    *,
    given: str | None,
    environ: Mapping[str, str],
    config: Callable[[], Mapping[str, str]],
) -> Handle | None:
    """Return my handle, or None: from `--as`, then `APJ_PARTNER`, then git's setting `apj.partner`, then `user.email`.

    The `sources` are read in turn until one contains that partner. `config` is called last, because it starts git. The
    environment and git's settings may be meant for another journal, so a name in them that is not a partner's is
    ignored. Raise `UnknownPartner` if `given`, the value of `--as`, is not a partner's name.
    """
    known: list[Handle] = []
    for records in sources:
        known += records.partners()
        named = given if given is not None else environ.get("APJ_PARTNER") or config().get("apj.partner")
        if named is not None and named in known:
            return Handle(named)
        if not named and len(mine := _find_partners_by_address(records, config())) == 1:
            return mine[0]
    if given is not None:
        raise UnknownPartner(given, tuple(sorted(set(known))))
    return None


def _find_partners_by_address(records: Records, config: Mapping[str, str]) -> list[Handle]:
    address = config.get("user.email", "").lower()
    return [handle for handle in records.partners() if address in records.partner(handle).addresses]
