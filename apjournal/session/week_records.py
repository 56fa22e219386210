"""Build the records of weeks for display, from the files, the history, the kept copies and today's date."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import asdict, replace

from apjournal.analysis.changes.kept_versions import (
    RelevantCopies,
    build_history,
    list_copies_for_reader,
    list_versions,
    use_present_goal_ids,
)
from apjournal.analysis.find_report_week import find_week_with_due_report
from apjournal.analysis.week_record import compute_week_record
from apjournal.format.read.result import Reading
from apjournal.format.read.week import is_extension_of, read_week_with_goals
from apjournal.format.text.document import encode_document
from apjournal.gitrepo.kept.kept_week_texts import WeekVersions
from apjournal.gitrepo.plumbing import ancestry
from apjournal.model.finding import Finding
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek, list_week_range
from apjournal.model.kept import CopyWithWeeks, KeptCopy, KeptLine
from apjournal.model.result_words import ResultWords
from apjournal.model.week import Week, get_week_path
from apjournal.model.week_record import Unreadable, WeekRecord
from apjournal.session.confirmed_copies import filter_confirmed_lines, find_newest_confirmed_line
from apjournal.session.history import Weeks
from apjournal.session.journal_source import CachedFiles
from apjournal.session.workspace import Workspace
from apjournal.store.journal_reader import Records


class KeptWeeks:
    """All kept copies of one partner's folder, oldest first by ancestry, and the partner's weeks in each.

    A week whose kept text equals its text in `present` is not parsed again. `words` are the user's own for results.
    """

    def __init__(
        self,
        partner: Handle,
        copies: Sequence[KeptCopy],
        versions: WeekVersions,
        texts: Mapping[str, bytes],
        *,
        telling: RelevantCopies,
        words: ResultWords,
        present: Records | None = None,
    ) -> None:
        self._partner = partner
        self._copies = copies
        self._versions = versions
        self._texts = texts
        self._present = present
        self._telling = telling
        self._words = words

    @property
    def weeks(self) -> tuple[IsoWeek, ...]:
        """The requested weeks that any of the copies contains, oldest first."""
        return tuple(sorted(self._versions))

    def list_keeps_of(self, week: IsoWeek, *, once_written: bool = False) -> tuple[CopyWithWeeks, ...]:
        """Return the kept copies that matter for a week.

        With `once_written`, leave out those from before it first existed. Each contains the week if it has a readable
        text of it.
        """
        versions = self._versions.get(week)
        if not versions:
            return ()
        starts = [start for start, _ in versions]
        read = [None, *(self._read_week(week, oid) for _, oid in versions)]
        places = self._telling.find_places(week, newest=starts[-1], oldest=starts[0] if once_written else 0)
        return tuple(self._build_keep(place, week, read[bisect_right(starts, place)]) for place in places)

    def list_copies_with_file(self, week: IsoWeek) -> tuple[KeptCopy, ...]:
        """Return the copies that contain the file of a week, even if it cannot be read, oldest first."""
        versions = self._versions.get(week, ())
        ends = [*(start for start, _ in versions[1:]), len(self._copies)]
        texts = [slice(start, end) for (start, oid), end in zip(versions, ends, strict=False) if oid]
        return tuple(copy for text in texts for copy in self._copies[text])

    def is_carried_on(self, week: IsoWeek, now: bytes) -> bool:
        """Whether `now` contains every kept text of the week unchanged, so that the week's goals are the kept ones."""
        kept = {self._texts.get(oid) for _, oid in self._versions.get(week, ()) if oid}
        return all(text is not None and (text == now or is_extension_of(now, text)) for text in kept)

    def _build_keep(self, place: int, week: IsoWeek, value: Week | None) -> CopyWithWeeks:
        copy = self._copies[place]
        kept = asdict(copy)
        return CopyWithWeeks(**kept, weeks={} if value is None else {week: value})

    def _read_week(self, week: IsoWeek, oid: str | None) -> Week | None:
        text = self._texts.get(oid or "")
        if text is None:
            return None
        present = self._present.week(self._partner, week) if self._present else None
        document = present and present.document
        if present and document and encode_document(document, document.text) == text:
            return None if are_goals_unread(present) else present.value
        return read_week_with_goals(text, self._partner, week, self._words)


VERSIONS = 50
"""The number of versions of an unreadable file that apj tries to find the newest readable one."""


def list_keepers_of(
    workspace: Workspace, partner: Handle, keepers: Sequence[Handle] | None = None, *, since: IsoWeek | None = None
) -> dict[Handle, tuple[KeptLine, ...]]:
    """Return the lines about `partner` in each `kept.md` of `keepers` (None means all partners), by keeper.

    Partners' lines about themselves, and keepers without such lines, are left out. With `since`, return only lines from
    that week on.
    """
    records = workspace.records
    among = records.partners() if keepers is None else sorted(keepers)
    lines = {keeper: records.list_kept_about(keeper, partner, since) for keeper in among if keeper != partner}
    return {keeper: found for keeper, found in lines.items() if found}


def read_kept_weeks_of(
    workspace: Workspace,
    partner: Handle,
    weeks: Sequence[IsoWeek] | None,
    keepers: Sequence[Handle] | None = None,
    *,
    since: IsoWeek | None = None,
) -> KeptWeeks | None:
    """Read the copies that `keepers` kept of a partner's `weeks`, or return None without history.

    If `keepers` is None, all partners' copies are read. If `weeks` is None, all weeks are read, or with `since` those
    of the copies that may contain a week from then on.
    """
    lines = list_keepers_of(workspace, partner, keepers, since=min(weeks) if weeks else since)
    if weeks is None and since:
        newest = max((line.week for of in lines.values() for line in of), default=since)
        weeks = list_week_range(since, newest)  # a copy contains no week after the newest one of its time
    me = workspace.identity_or_none
    if me in lines and workspace.history is not None:
        lines[me] = filter_confirmed_lines(workspace, lines[me], workspace.history.head)
    return next(_find_keeps(workspace, {partner: weeks}, {partner: lines}))[1]


def _find_keeps(
    workspace: Workspace,
    weeks: Mapping[Handle, Weeks],
    lines: Mapping[Handle, Mapping[Handle, tuple[KeptLine, ...]]],
    present: Records | None = None,
) -> Iterator[tuple[Handle, KeptWeeks | None]]:
    """Yield the kept copies of each partner's weeks, according to each keeper's `lines` about that partner.

    The copies are None without history. The text of only one partner at a time is in memory.
    """
    history = workspace.history
    if history is None:
        yield from ((partner, None) for partner in weeks)
        return
    for partner, (copies, versions) in history.list_kept_copies(weeks, lines).items():
        texts = history.objects.read_blobs(oid for of in versions.values() for _, oid in of if oid)
        telling = RelevantCopies(copies, schedule=workspace.get_schedule_of(partner), today=workspace.today)
        yield (
            partner,
            KeptWeeks(partner, copies, versions, texts, telling=telling, words=history.words, present=present),
        )


def find_latest_kept_copy(
    workspace: Workspace, keeper: Handle, partner: Handle, weeks: Sequence[IsoWeek], *, now: str | None
) -> CopyWithWeeks | None:
    """Return a keeper's newest copy of a partner, with `weeks` and the weeks that changed since then.

    `now` is the newest commit to compare with. Return None if the keeper has no copy, or if there is no history.
    """
    history = workspace.history
    if history is None:
        return None
    if keeper == workspace.identity_or_none:
        newest = find_newest_confirmed_line(workspace, partner, history.head)
    else:
        newest = workspace.records.find_newest_kept(keeper, partner)
    if newest is None:
        return None
    lines = (newest,) if newest.commit else workspace.records.list_kept_about(keeper, partner)
    same = [line for line in lines if (line.week, line.commit) == (newest.week, newest.commit)]
    line = next(reversed(history.complete_lines(same, keeper)), None)
    commit = line.commit if line else None
    if line is None or commit is None or history.objects.read_commit(commit) is None:
        return None
    changed = history.list_changed_weeks(commit, now, partner) if now else ()
    wanted = tuple(dict.fromkeys((*weeks, *changed)))
    return CopyWithWeeks(keeper, partner, line.week, commit, line.at, history.read_weeks_at(commit, partner, wanted))


def are_goals_unread(reading: Reading[Week] | None) -> bool:
    """Whether a week could be read, except for lines that look like its goals."""
    return reading is not None and reading.value is not None and reading.value.goals_elsewhere is not None


def read_weeks(
    records: Records, partner: Handle, weeks: Sequence[IsoWeek]
) -> tuple[dict[IsoWeek, Week], frozenset[IsoWeek]]:
    """Read the current text of `weeks`.

    Return the weeks that can be read, and those that cannot be compared with a copy. The latter are the weeks that
    cannot be read, and those with lines that look like goals but were not read.
    """
    readings = {week: records.week(partner, week) for week in weeks}
    values = {week: reading.value for week, reading in readings.items() if reading and reading.value}
    return values, frozenset(
        week for week, reading in readings.items() if reading and (reading.broken or are_goals_unread(reading))
    )


def build_week_records(
    workspace: Workspace,
    partner: Handle,
    weeks: Sequence[IsoWeek],
    *,
    records: Records | None = None,
    keepers: Sequence[Handle] | None = None,
) -> tuple[WeekRecord, ...]:
    """Return a partner's weeks as I see them, in the given order, without weeks that never existed.

    `records` is the source of the partner's files: the folder, or a commit. With `keepers`, only their copies are read.
    """
    ((_, found),) = build_all_week_records(workspace, {partner: weeks}, records=records, keepers=keepers)
    return found


def build_all_week_records(
    workspace: Workspace,
    weeks: Mapping[Handle, Sequence[IsoWeek]],
    *,
    records: Records | None = None,
    keepers: Sequence[Handle] | None = None,
) -> Iterator[tuple[Handle, tuple[WeekRecord, ...]]]:
    """Yield the weeks of several partners, as `build_week_records` does for one. Git is asked once for all."""
    records = records or workspace.records
    asked = {partner: some for partner, some in weeks.items() if some}
    yield from ((partner, ()) for partner in weeks if partner not in asked)
    lines = {partner: list_keepers_of(workspace, partner, keepers, since=min(some)) for partner, some in asked.items()}
    for partner, keeps in _find_keeps(workspace, asked, lines, records):
        if records is workspace.records:
            workspace.source.read_ahead(get_week_path(partner, week) for week in asked[partner])
        found = (
            build_week_record(workspace, records, partner, week, keeps.list_keeps_of(week) if keeps else None)
            for week in asked[partner]
        )
        yield partner, tuple(record for record in found if record)


def build_week_record(
    workspace: Workspace, records: Records, partner: Handle, week: IsoWeek, keeps: Sequence[CopyWithWeeks] | None
) -> WeekRecord | None:
    """Return one week as I see it, with its kept copies `keeps` (None without history).

    Return None for a week that never existed.
    """
    reading = records.week(partner, week)
    if reading is None and not any(week in keep.weeks for keep in keeps or ()):
        return None
    is_hidden = are_goals_unread(reading) and any(keep.weeks[week].goals for keep in keeps or () if week in keep.weeks)
    unreadable = _make_unreadable(reading) if reading is not None and (reading.broken or is_hidden) else None
    if is_hidden:
        value = find_newest_readable(workspace, partner, week) or Week(partner, week)
    else:
        value = read_present_week(workspace, records, partner, week)
    if unreadable and unreadable.newer and reading and reading.document:
        value = replace(value, body=reading.document.text)
    record = describe_week(workspace, value, keeps, records=records, unreadable=unreadable)
    return replace(record, as_meant=True) if reading is not None and reading.meant else record


def describe_week(
    workspace: Workspace,
    week: Week,
    keeps: Sequence[CopyWithWeeks] | None,
    *,
    records: Records | None = None,
    unreadable: Unreadable | None = None,
) -> WeekRecord:
    """Return the record of a week with the given contents, as I see it.

    `records` is the source of the weeks before it. A list under a heading such as `To read` is a message only if the
    heading contains the name of a partner in this journal.
    """
    partners = workspace.records.partners() if week.messages else ()
    messages = tuple(message for message in week.messages if message.to.casefold() in partners)
    return compute_week_record(
        replace(week, messages=messages) if messages != week.messages else week,
        schedule=workspace.get_schedule_of(week.partner),
        today=workspace.today,
        earlier=list_earlier_weeks(workspace, week.partner, week.week, records=records),
        keeps=keeps,
        reader=workspace.identity_or_none,
        unreadable=unreadable,
    )


def read_present_week(workspace: Workspace, records: Records, partner: Handle, week: IsoWeek) -> Week:
    """Return the current contents of a week. If the file cannot be read, return its newest readable version.

    If there is none, return a week without contents.
    """
    reading = records.week(partner, week)
    broken = reading is not None and reading.broken
    found = find_newest_readable(workspace, partner, week) if broken else reading and reading.value
    return found or Week(partner, week)


def _make_unreadable(reading: Reading[Week]) -> Unreadable:
    first = reading.first_error if reading.broken else _find_unread_goals(reading)
    line, column = (first.span.line, first.span.column) if first.span else (1, 1)
    return Unreadable(line, column, first.message, reading.newer)


def _find_unread_goals(reading: Reading[Week]) -> Finding:
    """Return the finding about goals that were not read. There must be one."""
    return next(finding for finding in reading.findings if finding.code == "goals_elsewhere")


def find_newest_readable(workspace: Workspace, partner: Handle, week: IsoWeek) -> Week | None:
    """Return the newest readable version in the history of a file that cannot be read now, or None."""
    history = workspace.history
    if history is None or history.head is None:
        return None
    path = get_week_path(partner, week)
    for commit in ancestry.list_newest_changes(history.git, history.head, path, VERSIONS):
        data = history.objects.read_file(commit, path)
        value = None if data is None else read_week_with_goals(data, partner, week, history.words)
        if value is not None:
            return value
    return None


def list_earlier_weeks(
    workspace: Workspace, partner: Handle, before: IsoWeek, *, records: Records | None = None
) -> Iterator[Week]:
    """Yield a partner's readable weeks before the week `before`, newest first. Each is read when it is needed."""
    return (use_present_ids(workspace, week) for week in (records or workspace.records).list_earlier(partner, before))


def use_present_ids(workspace: Workspace, week: Week) -> Week:
    """Return the week with each outcome under its goal's current id.

    Only outcomes under former ids need the history.
    """
    if all(week.find_goal(outcome.goal) for outcome in week.outcomes):
        return week
    keeps = read_kept_weeks_of(workspace, week.partner, [week.week])
    seen = list_copies_for_reader(workspace.identity_or_none, keeps.list_keeps_of(week.week)) if keeps else ()
    schedule = workspace.get_schedule_of(week.partner)
    return use_present_goal_ids(
        week, build_history(week, list_versions(week.week, seen, schedule=schedule, today=workspace.today))
    )


def find_own_report_due(workspace: Workspace) -> Week | None:
    """Return my newest week with goals before the current one if its report is due and incomplete, otherwise None."""
    this = workspace.schedule.find_period(workspace.today)
    earlier = list_earlier_weeks(workspace, workspace.me, this)
    return find_week_with_due_report(earlier, before=this, schedule=workspace.schedule, today=workspace.today)


def list_all_weeks(
    workspace: Workspace,
    partner: Handle,
    *,
    since: IsoWeek | None = None,
    keepers: Sequence[Handle] | None = None,
) -> Iterator[WeekRecord]:
    """Yield every week of a partner from `since` on as I see it, oldest first, including kept weeks that were deleted.

    With `keepers`, only their copies are read. If a file contains the text of all its kept copies and more, its goals
    are the kept ones. Then the copies are not read, and the record does not contain them.
    """
    files = CachedFiles(workspace.records.source)
    records = Records(files, workspace.own_words)
    keeps = read_kept_weeks_of(workspace, partner, None, keepers, since=since)
    for week in sorted({*records.weeks(partner), *(keeps.weeks if keeps else ())}):
        if since is None or week >= since:
            now = files.read(get_week_path(partner, week)) if records.read_week_if_valid(partner, week) else None
            record = build_week_record(workspace, records, partner, week, _list_keeps_to_compare(keeps, week, now))
            if record is not None:
                yield record


def _list_keeps_to_compare(keeps: KeptWeeks | None, week: IsoWeek, now: bytes | None) -> Sequence[CopyWithWeeks] | None:
    if keeps is None:
        return None
    return () if now is not None and keeps.is_carried_on(week, now) else keeps.list_keeps_of(week)
