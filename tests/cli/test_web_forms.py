"""The forms of `apj web`: they write what the commands write, refuse what those refuse, and lose no text."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from apjournal.store.lock import hold_lock
from apjournal.web.forms import FORMS
from tests.cli.stories import push_by_hand
from tests.helpers.browser import Browser, served
from tests.helpers.people import FIVE_LINES, Person

NEXT_MONDAY = "2026-11-30T08:00+01:00"


@pytest.fixture
def browser(ana: Person) -> Iterator[Browser]:
    with served(ana) as browser:
        yield browser


def test_the_forms_for_log_and_park_write_what_the_commands_write(ana: Person, browser: Browser) -> None:
    said = browser.fill("log", text="two hours of <fonts> & “more”", kind="interest")
    assert "interest: two hours of <fonts> & “more”" in said.page.words
    assert "- 2026-11-23 interest: two hours of <fonts> & “more”\n" in ana.read("ana/2026-W48.md")
    browser.fill("park", text="a newsletter")
    assert "- [ ] a newsletter\n" in ana.read("ana/parked.md")
    ana.apj("undo")
    assert not (ana.root / "ana" / "parked.md").exists()


def test_every_form_is_well_formed_html(browser: Browser) -> None:
    for name in FORMS:
        assert browser.open(name).page.faults == [], name
    report = browser.open("report").page.words
    assert "No report is due. Your report on 23 to 29 Nov (W48) is due on Mon 30 Nov, but you can" in report
    assert "Three runs" in report


def test_the_recipient_of_a_message_sees_it_in_the_review(ana: Person, browser: Browser) -> None:
    page = browser.open("message").page
    assert "Ben reads the message in the next review or call, after you share it." in page.words
    assert "To Ben: ask: a quiet hour" in browser.fill("message", kind="ask", text="a quiet hour").page.words
    browser.fill("message", text="and <b>thanks</b>")
    assert ana.read("ana/2026-W48.md").endswith("\n## To ben\n- ask: a quiet hour\n- and <b>thanks</b>\n")
    assert "This journal has no partner cleo." in browser.fill("message", to="cleo", text="hello").page.words
    assert "Undid: message, one line in ana/2026-W48.md." in ana.apj("undo").out


def test_notes_record_copies_and_sharing_of_a_call_work_in_the_browser(
    reworded: tuple[Person, Person],
) -> None:
    ana, ben = reworded
    with served(ben) as browser:
        fields = {**browser.open("call.html").page.fields, "part": "Ana's goals"}
        answer = browser.send("note", {**fields, "text": "four are <enough>"})
        assert answer.headers["location"] == "/call.html#part-3"
        assert "noted four are <enough>" in browser.follow(answer).page.words
        assert (
            "The call no longer has this part." in browser.send("note", {**fields, "part": "x", "text": "y"}).page.words
        )
        assert "Type a line." in browser.send("note", {**fields, "text": " "}).page.words
        page = browser.open("talked").page
        assert (page.fields["medium"], page.fields["share"]) == ("voice", "on")
        assert "removed: Three added: Two runs" in page.words
        assert "Say how you talked." in browser.fill("talked", medium="").page.words
        assert '"x" is not a number of minutes.' in browser.fill("talked", minutes="x").page.words
        done = browser.fill("talked", minutes="18").page.words
        assert "Recorded for this call: by voice." in done
        assert "You kept a copy of Ana's two goals" in done
        assert "Recorded for this call: by voice." in browser.open("call.html").page.words
        assert "You chose nothing" in browser.send("talked", {"form-token": fields["form-token"]}).page.words
    week = ben.read("ben/2026-W48.md")
    assert "call:\n  medium: voice\n  minutes: 18\n" in week
    assert "\n## Call\n- Ana's goals: four are <enough>\n" in week
    ana.apj("sync")
    assert ana.read("ben/2026-W48.md") == week


def test_a_change_of_the_agreement_can_be_proposed_and_accepted_in_browsers(
    begun: tuple[Person, Person],
) -> None:
    ana, ben = begun
    with served(ana) as browser:
        assert {"propose"} == {"agree", "propose"} & set(browser.open("agreement.html").page.links)
        page = browser.open("agree").page.words
        assert "You have accepted this version." in page
        assert "Two-sided: you report to each other; every week." in page
        assert "No change was chosen." in browser.fill("propose").page.words
        assert "soon is not a date." in browser.fill("propose", review_on="soon").page.words
        done = browser.fill("propose", cadence="fortnightly", review_on="+12w").page.words
        assert "Proposed: every second week. The change takes effect when everyone has accepted it." in done
        assert "You changed none of the answers." in browser.fill("talk").page.words
        browser.fill("talk", blunt="Ask me <straight> out")
        assert browser.open("talk").page.fields["blunt"] == "Ask me <straight> out"
        browser.fill("share")
    ben.apj("sync")
    assert ben.read("agreement.md").endswith("---\n## How blunt we are\n\nAsk me <straight> out\n")
    with served(ben) as browser:
        assert {"agree", "propose"} <= set(browser.open("agreement.html").page.links)
        fields = browser.open("agree").page.fields
        ben.change("agreement.md", "minutes: 20", "minutes: 90")
        refused = browser.send("agree", fields)
        assert refused.status == 409
        assert "agreement.md was changed after you saw it. Nothing was written." in refused.page.words
        assert "minutes: 90" in refused.page.words
        ben.change("agreement.md", "minutes: 90", "minutes: 20")
        assert "Accepted by Ana (Mon 23 Nov) and Ben (Mon 23 Nov)." in browser.fill("agree").page.words
    assert "review_on: 2027-02-15\n" in ben.read("agreement.md")


def test_a_refused_form_shows_the_typed_text_again(browser: Browser) -> None:
    refused = browser.fill("log", text="fonts", kind="nonsense")
    assert (refused.status, refused.page.fields["text"]) == (409, "fonts")
    assert "nonsense is not one of the choices." in refused.page.words
    assert "The note is empty." in browser.fill("log", text="  ").page.words


def test_a_form_whose_file_was_edited_in_the_meantime_shows_both_versions(ana: Person, browser: Browser) -> None:
    fields = browser.open("report").page.fields
    ana.change("ana/2026-W48.md", "Three runs", "Four runs")
    before = ana.read("ana/2026-W48.md")
    refused = browser.send("report", {**fields, "result-1": "done", "words-1": "sent on Tuesday"})
    assert refused.status == 409
    assert "\n  - Four runs\n" in refused.page.said
    assert refused.page.fields["words-1"] == "sent on Tuesday"
    assert ana.read("ana/2026-W48.md") == before
    browser.follow(browser.send("report", refused.page.fields))
    assert ": done, sent on Tuesday\n" in ana.read("ana/2026-W48.md")
    assert "Four runs" in ana.read("ana/2026-W48.md")


def test_a_form_that_waits_too_long_for_another_command_keeps_its_text(
    ana: Person, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.open()
    with ThreadPoolExecutor() as threads:
        sent = [threads.submit(browser.fill, "log", text=f"form {number}") for number in range(3)]
        for number in range(3):
            ana.apj("log", f"command {number}")
        assert {one.result().status for one in sent} == {200}
    week = ana.read("ana/2026-W48.md")
    assert all(f"{what} {number}\n" in week for what in ("form", "command") for number in range(3))
    monkeypatch.setattr("apjournal.store.lock.WAIT", 0.1)
    with hold_lock(ana.root / ".git" / "apj"):
        refused = browser.fill("log", text="later").page
    assert "Another apj command is running in this journal." in refused.words
    assert refused.fields["text"] == "later"


def test_the_form_for_new_goals_does_not_overwrite_goals_that_were_written_meanwhile(ana: Person) -> None:
    ana.now = NEXT_MONDAY
    ana.apj("report", "-o", "1=done", "-o", "2=done")
    with served(ana) as browser:
        fields = browser.open("goals").page.fields
        ana.apj("new-week", "-g", "From the terminal", "--no-edit", "--no-sync")
        refused = browser.send("goals", {**fields, "goal-1": "From the browser"})
    assert refused.status == 409
    assert "ana/2026-W49.md already has goals." in refused.page.words
    assert "From the browser" in refused.page.words
    assert "From the browser" not in ana.read("ana/2026-W49.md")


def test_the_forms_for_goals_and_keeping_are_refused_while_my_report_is_due(ana: Person) -> None:
    ana.now = NEXT_MONDAY
    with served(ana) as browser:
        refused = browser.fill("goals", goal_1="Two runs")
        assert "The report on 2026-W48 comes first." in refused.page.words
        assert refused.page.fields["goal-1"] == "Two runs"
        for name in ("keep", "talked"):
            assert "Give it before you read what the others wrote" in browser.open(name).page.words
            assert "comes first." in browser.send(name, {"form-token": refused.page.fields["form-token"]}).page.words
        assert "Your report on 23 to 29 Nov (W48) comes first." in browser.open("call.html").page.words
        browser.fill("goals", goal_1="Two runs", skip="on", reason="a fever")
    assert "report_skipped: a fever\n" in ana.read("ana/2026-W49.md")


def test_the_goals_form_accepts_plans_and_smaller_carried_goals(ana: Person) -> None:
    ana.now = NEXT_MONDAY
    with served(ana) as browser:
        browser.fill("report", result_1="partly", words_1="page 6 of 8", result_2="done", kind="stress", learned="Less")
        plan = {"kind_1": "interest", "if_1": "I open the editor", "then_1": "I write one line"}
        assert "not complete" in browser.fill("goals", goal_1="Two runs", if_1="it rains").page.words
        browser.fill("goals", carry_1="shrink", smaller_1="Two pages", goal_1="Two runs", done_1="Both noted", **plan)
    week = ana.read("ana/2026-W49.md")
    assert "Two pages" in week
    assert "decision: shrink" in week
    assert "- interest: I open the editor -> I write one line\n" in week
    assert "done_when: Both noted\n" in week
    assert "partly, page 6 of 8" in ana.read("ana/2026-W48.md")
    assert "learned:" in ana.read("ana/2026-W48.md")


def test_the_web_form_keeps_no_copy_of_goals_that_its_page_did_not_show(kept: tuple[Person, Person]) -> None:
    ana, ben = kept
    with served(ana) as browser:
        fields = browser.open("keep").page.fields
        push_by_hand(ben, {"ben/2026-W48.md": "---\ngoals:\n  - Mark ten essays\n---\n"})
        ana.apj("sync")
        refused = browser.send("keep", fields)
        assert "changed since this page was shown" in refused.page.words
        assert "Mark ten essays" in refused.page.words
        assert "<strong>Mark ten essays</strong>" in refused.page.text
        told = ana.apj("review", "--no-keep", "--no-fetch").out.partition("Next:")[0]
        missing = set(re.findall(r"[A-Za-z]+", told)) - set(re.findall(r"[A-Za-z]+", browser.open("keep").page.words))
        assert missing == set(), "the page has the facts of the terminal"
        assert "You kept a copy" in browser.fill("keep").page.words


def test_the_goals_form_asks_my_optional_questions_and_offers_plans_that_worked(ana: Person) -> None:
    ana.write("ana/partner.md", re.sub("asks: .*", "asks: [confidence, area]", ana.read("ana/partner.md")))
    plan = "    obstacles:\n      - interest: I open the editor -> I write one line\n"
    ana.change("ana/2026-W48.md", "- Three runs\n", f"- goal: Three runs\n{plan}")
    ana.apj("report", "-o", "1=partly", "-o", "2=done", "--happened", "interest:fonts")
    ana.change("ana/2026-W48.md", "- interest: fonts", "- {kind: interest, note: fonts, goal: 2, plan: worked}")
    ana.now = NEXT_MONDAY
    with served(ana) as browser:
        assert (
            "interest: if I open the editor, then I write one line; worked 1 of 1 time"
            in browser.open("goals").page.words
        )
        offer = {"offer_1": "interest: I open the editor -> I write one line"}
        said = {"goal_1": "Two runs", "confidence_1": "70", "area_1": "personal", **offer}
        assert "not a number from 0 to 100" in browser.fill("goals", **said | {"confidence_1": "101"}).page.words
        assert "secret is not one of the choices." in browser.fill("goals", **said | {"area_1": "secret"}).page.words
        assert "not one of your plans" in browser.fill("goals", **said | {"offer_1": "x"}).page.words
        assert (
            "has a plan but is not carried over" in browser.fill("goals", **{"confidence-carried-1": "50"}).page.words
        )
        browser.fill("goals", carry_1="keep", **{"confidence-carried-1": "50"}, **said)
    week = ana.read("ana/2026-W49.md")
    for line in ("confidence: 50\n", "confidence: 70\n", "area: personal\n", plan.strip().partition("- ")[2]):
        assert line in week


def test_the_goals_of_an_existing_week_can_be_changed_in_a_form(
    kept: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, _ = kept
    with served(ana) as browser:
        page = browser.open("goals").page
        assert "Ben kept a copy, and will see what you change." in page.words
        assert "change" in browser.open("index.html").page.links
        assert "You changed nothing" in browser.send("change", page.fields).page.words
        plan = {"kind-2": "stress", "if-2": "it rains", "then-2": "I swim"}
        typed = {**page.fields, "goal-2": "Four runs", "why-2": "A dry week", **plan, "goal-new": "Rest"}
        assert "is not complete" in browser.send("change", {**typed, "if-2": ""}).page.words
        assert "A goal has no text." in browser.send("change", {**typed, "goal-2": " "}).page.words
        shown = browser.follow(browser.send("change", {**typed, "drop-1": "on", "why-1": "Ines is away"})).page.words
        assert "Rest" in shown
        assert "dropped, Ines is away" in shown
    week = ana.read("ana/2026-W48.md")
    assert "  - id: three-runs\n    goal: Four runs\n    obstacles:\n      - stress: it rains -> I swim\n" in week
    assert "three-runs: A dry week\n" in week
    assert "Undid: edit" in ana.apj("undo").out


def test_the_form_that_changes_goals_does_not_overwrite_what_an_editor_changed_meanwhile(
    ana: Person, browser: Browser
) -> None:
    fields = browser.open("change").page.fields
    ana.change("ana/2026-W48.md", "Three runs", "Four runs")
    refused = browser.send("change", {**fields, "goal-2": "Five runs"})
    assert refused.status == 409
    assert "\n  - Four runs\n" in refused.page.said
    assert refused.page.fields["goal-2"] == "Five runs"
    assert "Five runs" not in ana.read("ana/2026-W48.md")
    ana.now = "2027-02-01T09:00+01:00"
    with served(ana) as later:
        assert "You have no goals to change in this week." in later.open("change").page.words
        assert "Another week has begun" not in later.send("change", fields).page.words


def test_a_rewritten_history_stops_sharing_and_its_page_has_the_button_that_accepts_it(
    kept: tuple[Person, Person],
) -> None:
    ana, ben = kept
    ana.rewrite_history("ana/2026-W48.md", FIVE_LINES.replace("Three", "Four"))
    with served(ben) as browser:
        stopped = browser.fill("share")
        assert "The shared history was rewritten. Nothing of yours was changed or sent." in stopped.page.words
        assert "<p>There may be a harmless reason, such as a restored backup. Talk first.</p>" in stopped.page.text
        assert stopped.page.words.count("harmless reason") == 1
        assert "In ana/2026-W48.md, one goal changed" in stopped.page.words
        assert '<del><span class="unseen">removed: </span>Three</del>' in stopped.page.text
        assert '<ins><span class="unseen">added: </span>Four</ins>' in stopped.page.text
        assert re.search(r"\[-|apj sync", stopped.page.said) is None, "these are for a terminal"
        assert stopped.page.faults == []
        before = ben.git("rev-parse", "HEAD")
        assert "Accept: this keeps both versions and continues" in browser.open("done?number=0").page.words
        assert ben.git("rev-parse", "HEAD") == before, "only the button accepts it"
        accepted = browser.follow(browser.send("share", stopped.page.fields)).page
        assert "Accept: this" not in accepted.words
        assert "Four runs" in browser.open("2026-W48.html").page.words
    assert ana.git("ls-remote", "origin", "main").split()[0] == ben.git("rev-parse", "HEAD").strip()


def test_other_pages_and_forms_are_shown_while_one_page_waits_for_a_remote_that_does_not_answer(ana: Person) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, served(ana) as browser, ThreadPoolExecutor() as threads:
        ana.git("remote", "set-url", "origin", f"git://127.0.0.1:{silent.getsockname()[1]}/journal.git")
        ana.git("config", "apj.timeout", "4")
        browser.open()
        waiting = threads.submit(browser.open, "keep")
        connected, _ = silent.accept()
        assert "This week" in browser.open("index.html").page.words
        assert "What happened, in one line" in browser.open("log").page.words
        assert not waiting.done()
        connected.close()
        assert "apj cannot reach the shared journal now." in waiting.result().page.words
