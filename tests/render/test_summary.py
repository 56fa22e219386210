"""The summary's counts, and its Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from apjournal.errors import UsageFault
from apjournal.model.views.reading import PartnerSummary
from apjournal.model.week_record import State, Unreadable
from apjournal.render.site.single import render_summary
from apjournal.render.summary import MARKDOWN, render_template
from apjournal.render.words.goal_words import format_tally
from tests.helpers.html_pages import HtmlPage
from tests.helpers.week_records import AWAY, BEN, BEN_WEEK, CEM, GOOD, HARD, HOSTILE, MISSED, NEXT_GOALS, goal
from tests.render.golden import check_golden
from tests.screens.reading import SUMMARY
from tests.screens.roles import TOLD


def test_the_tally_of_a_summary_has_counts_and_no_rate() -> None:
    assert format_tally([GOOD, HARD, MISSED]) == "1 of 8 done, 1 partly, 2 without a report, 1 dropped"
    assert format_tally([NEXT_GOALS]) == "2 open"
    assert format_tally([]) == ""


def test_the_tally_of_a_summary_leaves_out_weeks_away() -> None:
    assert format_tally([AWAY, replace(HARD, away=True), BEN_WEEK]) == "2 of 3 done, 1 partly"


def test_the_markdown_summary_equals_its_golden_file() -> None:
    nothing = (
        PartnerSummary(CEM, "Cem", ()),
        PartnerSummary(BEN, "Ben", (replace(NEXT_GOALS, goals=(), unreadable=Unreadable(1, 1, "a quote")),)),
    )
    check_golden(
        "render/summary.md",
        render_template(replace(SUMMARY, partners=(*SUMMARY.partners, *nothing)), template=MARKDOWN),
    )


def test_a_summary_under_peer_support_contains_text_but_no_counts() -> None:
    told = replace(TOLD, goals=(goal(1, "Three runs", State.DONE),))
    assert format_tally([told]) == ""
    peers = replace(SUMMARY, partners=(PartnerSummary(BEN, "Ben", (replace(TOLD, body="<b>\n\n" + TOLD.body),)),))
    markdown = render_template(peers, template=MARKDOWN)
    assert "Nothing is counted.\n" in markdown
    assert "\n- \\<b\\>\n" in markdown
    assert "\n**Went well**\n\n- Two quiet mornings" in markdown
    assert "No goals" not in markdown
    page = render_summary(peers, "2026-W48")
    assert "Nothing is counted." in page
    assert "<h3>To ana</h3>\n<ul>\n<li>ask: May I read you a page on Thursday?</li>" in page
    assert "<p>&lt;b&gt;</p>" in page


def test_a_partners_text_is_escaped_in_markdown() -> None:
    words = "<script> *a* _b_ snake_case `c` [d](e) ~~f~~ | &amp; $x$ # \\ \x1b\n- g"
    odd = replace(HOSTILE, goals=(goal(1, words, State.DONE, evidence=None),))
    written = render_template(replace(SUMMARY, partners=(PartnerSummary(BEN, "*Ben*", (odd,)),)), template=MARKDOWN)
    assert r"## \*Ben\*" in written
    assert (
        r"- **\<script\> \*a\* \_b\_ snake_case \`c\` \[d\](e) \~\~f\~\~ \| \&amp; \$x\$ # \\ \<U+001B\> - g**: done"
        in written
    )


def test_the_html_summary_equals_its_golden_file() -> None:
    page = render_summary(SUMMARY, "2026-W47 to 2026-W48")
    check_golden("render/summary.html", page.partition("</head>\n")[2])


def test_a_partners_text_is_escaped_in_html() -> None:
    words = "<script>alert(1)</script> <img src=x onerror=y> </style> &amp; \x1b[2J"
    odd = replace(HOSTILE, goals=(goal(1, words, State.DONE, evidence=words),), learned=(words,))
    page = render_summary(replace(SUMMARY, partners=(PartnerSummary(BEN, words, (odd,)),)), words)
    assert HtmlPage(page).faults == []
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=y&gt; &lt;/style&gt; &amp;amp;") == 6
    assert "\x1b" not in page
    assert "http:" not in page
    assert "https:" not in page


def test_a_users_template_gets_the_keys_of_the_document(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own_home / "config"))
    folder = own_home / "config" / "apj" / "templates"
    folder.mkdir(parents=True)
    (folder / "short.j2").write_text(
        "{% for p in partners %}{% for w in p.weeks %}{{ p.partner }} {{ w.week }};{% endfor %}{% endfor %}",
        encoding="utf-8",
    )
    assert render_template(SUMMARY, template="short.j2") == "ana 2026-W47;ana 2026-W48;ben 2026-W48;"


def test_a_missing_template_is_reported() -> None:
    with pytest.raises(UsageFault, match=r"no template other\.j2"):
        render_template(SUMMARY, template="other.j2")
