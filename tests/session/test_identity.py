"""My identity in a journal, from the option, the environment and git."""

from __future__ import annotations

import pytest

from apjournal.errors import UsageFault
from apjournal.model.handle import Handle
from apjournal.model.partner import Partner
from apjournal.session.identity import UnknownPartner, find_identity

PARTNERS = {
    Handle("ana"): Partner(Handle("ana"), email="Ana@Example.org", emails=("ana@home.example",)),
    Handle("ben"): Partner(Handle("ben"), email="ben@example.org"),
    Handle("cleo"): Partner(Handle("cleo")),
}


class Records:
    """A journal with three partners, and nothing else."""

    def partners(self) -> tuple[Handle, ...]:
        return tuple(PARTNERS)

    def partner(self, handle: Handle) -> Partner:
        return PARTNERS[handle]


def who(given: str | None = None, environ: dict[str, str] | None = None, **config: str) -> Handle | None:
    settings = {name.replace("_", "."): value for name, value in config.items()}
    return find_identity([Records()], given=given, environ=environ or {}, config=lambda: settings)  # type: ignore[list-item]


def test_the_identity_comes_from_option_environment_setting_and_email_address_in_this_order() -> None:
    settings = {"apj_partner": "ben", "user_email": "ana@example.org"}
    assert who("cleo", {"APJ_PARTNER": "ana"}, **settings) == "cleo"
    assert who(None, {"APJ_PARTNER": "ana"}, **settings) == "ana"
    assert who(None, {}, **settings) == "ben"
    assert who(None, {}, user_email="ana@example.org") == "ana"
    assert who() is None


def test_git_is_asked_for_my_identity_only_as_a_last_resort() -> None:
    def never() -> dict[str, str]:
        raise AssertionError("git was asked")

    assert find_identity([Records()], given="ana", environ={}, config=never) == "ana"  # type: ignore[list-item]
    assert find_identity([Records()], given=None, environ={"APJ_PARTNER": "ben"}, config=never) == "ben"  # type: ignore[list-item]


@pytest.mark.parametrize("address", ["ana@example.org", "ANA@EXAMPLE.ORG", "ana@home.example"])
def test_each_email_address_of_a_partner_identifies_that_partner(address: str) -> None:
    assert who(user_email=address) == "ana"


@pytest.mark.parametrize("address", ["", "dan@example.org"])
def test_an_unknown_email_address_identifies_no_partner(address: str) -> None:
    assert who(user_email=address) is None


@pytest.mark.parametrize("name", ["", "dan", "Ana", "../ana"])
def test_an_unknown_handle_given_as_an_option_is_refused(name: str) -> None:
    with pytest.raises(UsageFault):
        who(name)


@pytest.mark.parametrize("name", ["dan", "Ana"])
def test_an_unknown_handle_in_the_environment_or_settings_is_ignored(name: str) -> None:
    assert who(None, {"APJ_PARTNER": name}, user_email="ana@example.org") is None
    assert who(None, {}, apj_partner=name, user_email="ana@example.org") is None


def test_an_unknown_partner_is_refused_with_the_existing_handles() -> None:
    partners = tuple(PARTNERS)
    assert "not a handle" in UnknownPartner("Ana Costa", partners).message
    assert UnknownPartner("dan", partners).hint == "The partners are: ana, ben, cleo."
    assert UnknownPartner("dan", ()).hint == "The partners are: none."
