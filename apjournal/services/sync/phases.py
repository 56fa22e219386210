"""The phases of a round of sync after the fetch, in their order. A sync that finds nothing new does not import them."""

from __future__ import annotations

from apjournal.services.sync.apply_phases import add_report, apply_merge, refresh_session
from apjournal.services.sync.check_phases import (
    accept_fetched_tip,
    check_first_contact,
    check_for_rewriting,
    review_keys,
)
from apjournal.services.sync.fetch_phases import report_second_branch
from apjournal.services.sync.merge_phases import (
    choose_target,
    find_divergence,
    find_writers,
    merge_target,
    require_sendable_commits,
    restore_lost_commits,
)
from apjournal.services.sync.push_phases import finish_round, push_merge

PHASES = (
    check_first_contact,
    check_for_rewriting,
    restore_lost_commits,
    review_keys,
    accept_fetched_tip,
    choose_target,
    find_divergence,
    require_sendable_commits,
    find_writers,
    merge_target,
    report_second_branch,
    push_merge,
    apply_merge,
    add_report,
    refresh_session,
    finish_round,
)
