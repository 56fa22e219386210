"""The parts of a whole journal that checks of several files need."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from apjournal.model.agreement import Agreement
from apjournal.model.finding import Places
from apjournal.model.handle import Handle
from apjournal.model.kept import KeptFile
from apjournal.model.partner import Partner


class Journal(Struct, frozen=True):
    """The files of all partners as values. Files that cannot be read are left out.

    - `paths`: the paths of the files, relative to the journal's root, with `/` between folder and name.
    - `partners`: every partner, with default values if a folder has no `partner.md`.
    - `kept`: each partner's own `kept.md`, and `kept_places`: the positions of the lines in each.
    """

    paths: tuple[str, ...] = ()
    agreement: Agreement | None = None
    partners: tuple[Partner, ...] = ()
    kept: Mapping[Handle, KeptFile] = field(default_factory=dict)
    kept_places: Mapping[Handle, Places] = field(default_factory=dict)

    @property
    def handles(self) -> tuple[Handle, ...]:
        """The handles of all partners, sorted."""
        return tuple(partner.partner for partner in self.partners)
