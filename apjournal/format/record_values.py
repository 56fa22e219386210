"""What apj writes for the keys of `partner.md` and `agreement.md`."""

from __future__ import annotations

import re
from datetime import date

from apjournal.format.writing import Plain, Value, write_in_flow
from apjournal.model.agreement import DAYS, Agreement, CallTerms, EarlierTerms, Terms
from apjournal.model.partner import Partner

# A hexadecimal number with one of these letters is no number for any other program.
_NO_NUMBER = re.compile(r"[acdf]")


def list_partner_values(partner: Partner) -> dict[str, Value]:
    """Return the keys of `partner.md` with their values."""
    agreed = partner.agreed
    return {
        "partner": partner.partner,
        "name": partner.name,
        "email": partner.email,
        "emails": list(partner.emails),
        "timezone": partner.timezone,
        "keeps": None if partner.keeps is None else list(partner.keeps),
        "asks": list(partner.asks),
        "signing_key": partner.signing_key,
        "agreed": Plain(agreed) if agreed and _NO_NUMBER.search(agreed) else agreed,
        "agreed_on": _format_day(partner.agreed_on),
        "page": partner.page,
        "left": _format_day(partner.left),
    }


def list_agreement_values(agreement: Agreement) -> dict[str, Value]:
    """Return the keys of `agreement.md` with their values; those of `call` are `list_call_values`."""
    alone: list[Value] = [f"{handle} {since}" for handle, since in agreement.alone]
    needed: dict[str, Value] = {name: Plain(f"{number:g}") for name, number in agreement.readiness}
    return {
        "apj": 1,
        "mode": agreement.mode,
        "call": list_call_values(agreement.call),
        "cadence": agreement.cadence,
        "areas": list(agreement.areas),
        "started": _format_day(agreement.started),
        "review_on": _format_day(agreement.review_on),
        "listeners": list(agreement.listeners),
        "until_signed": None if agreement.until_signed is None else _format_terms(agreement.until_signed),
        "earlier": [_format_earlier(earlier) for earlier in agreement.earlier] or None,
        "alone": alone[0] if len(alone) == 1 else alone or None,
        "readiness": Plain(write_in_flow(needed)) if needed else None,
    }


def list_call_values(call: CallTerms) -> dict[str, Value]:
    """Return the keys of `call` with their values."""
    return {
        "day": DAYS[call.day],
        "time": None if call.time is None else call.time.strftime("%H:%M"),
        "timezone": call.timezone,
        "minutes": call.minutes,
        "medium": call.medium,
    }


def _format_day(day: date | None) -> Value:
    return None if day is None else Plain(day)


def _format_terms(terms: Terms) -> Plain:
    return Plain(write_in_flow(_list_terms(terms)))


def _format_earlier(earlier: EarlierTerms) -> Plain:
    return Plain(write_in_flow({"until": Plain(earlier.until), **_list_terms(earlier.terms)}))


def _list_terms(terms: Terms) -> dict[str, Value]:
    day = None if terms.day is None else DAYS[terms.day]
    said: dict[str, Value] = {"mode": terms.mode, "cadence": terms.cadence, "day": day}
    return {key: value for key, value in said.items() if value is not None}
