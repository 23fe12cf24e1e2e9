"""The index below the entries: FTS5 on SQLite, GIN on PostgreSQL, with the same answers.

Both are derived from the `words` of the entries by the database itself (triggers there, an index here), so that no change of an
entry can pass them by. They know words but not their order; where a group of words has to stand together, the line of
the entry is looked at.

Nobody reads the hundredth page. So a question is answered with the newest entries that hold its words, up to a number,
and that takes no longer for a word that every record has.
"""

import time
from collections.abc import Iterable, Iterator

from django.db import connection
from django.utils import timezone

from beijing_ngo.search import words
from beijing_ngo.search.models import first_of, year_of

LOOKED_THROUGH = 3  # times as many as are wanted, for those that hold a group's words out of their order
BEYOND = 2**63 - 1
_TURNS = 7_300  # the advisory locks of the search: this and the kind
MERGED_AT_ONCE = 500  # pages

_SQLITE = (
    """CREATE VIRTUAL TABLE search_words USING fts5(
        words, content='search_searchentry', content_rowid='id', detail=none, tokenize="ascii tokenchars '_'")""",
    """CREATE TRIGGER search_words_insert AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER search_words_delete AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER search_words_update AFTER UPDATE OF id, words ON search_searchentry BEGIN
        INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END""",
    "INSERT INTO search_words(search_words) VALUES ('rebuild')",
)
_SQLITE_NEWEST = """
    SELECT id FROM (
        SELECT e.id, e.words FROM search_words CROSS JOIN search_searchentry e ON e.id = search_words.rowid
        WHERE search_words MATCH %s AND e.since <= %s ORDER BY search_words.rowid DESC LIMIT %s)
    WHERE {phrases} ORDER BY id DESC LIMIT %s"""

# The planner takes unpacking a long line for free, so it would rather read every line than the index: it is not asked.
_POSTGRESQL = (
    "ALTER TABLE search_searchentry SET (toast_tuple_target = 128)",  # long texts lie apart, so that a question reads few pages
    """CREATE INDEX IF NOT EXISTS search_words ON search_searchentry USING gin (string_to_array(words, ' '))
        WITH (gin_pending_list_limit = 256)""",
    """CREATE OR REPLACE FUNCTION search_newest(
            asked text[], together text[], years text[], below bigint, moment timestamptz, held integer, wanted integer)
        RETURNS SETOF bigint LANGUAGE plpgsql STABLE
        SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off
        SET jit = off SET max_parallel_workers_per_gather = 0 SET plan_cache_mode = force_generic_plan
        AS $$ BEGIN
        IF years IS NULL THEN
            RETURN QUERY SELECT n.id FROM (
                SELECT e.id, e.words FROM search_searchentry e
                WHERE string_to_array(e.words, ' ') @> asked AND e.since <= moment AND e.id < below
                ORDER BY e.id DESC LIMIT held) n
            WHERE NOT EXISTS (SELECT 1 FROM unnest(together) t WHERE strpos(n.words, t) = 0)
            ORDER BY n.id DESC LIMIT wanted;
        ELSE
            RETURN QUERY SELECT n.id FROM (
                SELECT e.id, e.words FROM search_searchentry e
                WHERE string_to_array(e.words, ' ') @> asked AND string_to_array(e.words, ' ') && years AND e.since <= moment
                ORDER BY e.id DESC LIMIT held) n
            WHERE NOT EXISTS (SELECT 1 FROM unnest(together) t WHERE strpos(n.words, t) = 0)
            ORDER BY n.id DESC LIMIT wanted;
        END IF; END $$""",
)


def prepare() -> None:
    """Make what the database needs besides the table, where it is missing: SQLite drops triggers when a table is altered."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for statement in _POSTGRESQL:
                cursor.execute(statement)
            return
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'search_searchentry'"
        )
        if cursor.fetchone()[0] == 3:
            return
        for name in ("insert", "delete", "update"):
            cursor.execute(f"DROP TRIGGER IF EXISTS search_words_{name}")
        cursor.execute("DROP TABLE IF EXISTS search_words")
        for statement in _SQLITE:
            cursor.execute(statement)


def tidy() -> None:
    """After many entries have been written."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT gin_clean_pending_list('search_words')")
            cursor.execute("ANALYZE search_searchentry")
        else:
            _merge(cursor, -MERGED_AT_ONCE)
            while _merge(cursor, MERGED_AT_ONCE):
                pass


def _merge(cursor, pages: int) -> bool:
    """Put some of the parts of FTS5 together, and say whether there may be more: all at once would keep writers waiting."""
    cursor.execute("SELECT total_changes()")
    before = cursor.fetchone()[0]
    cursor.execute("INSERT INTO search_words(search_words, rank) VALUES ('merge', %s)", [pages])
    cursor.execute("SELECT total_changes()")
    return cursor.fetchone()[0] - before >= 2


def take_turns(kind: int, records: Iterable[int]) -> None:
    """Until the transaction ends, nobody else writes the entries of these records: each writes what it has then read.

    On SQLite whoever writes has the whole database to themselves.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, record) FROM unnest(%s::integer[]) AS record",
                [_TURNS + kind, sorted(record & 0x7FFFFFFF for record in records)],
            )


def newest(asked: Iterable[str], phrases: Iterable[str] = (), *, most: int, rare: bool = False) -> list[int]:
    """The numbers of the newest entries that hold all the words, with each phrase as it stands, newest first.

    `rare` says that one of the words is: then there is no need to ask the newest years first.
    """
    asked, phrases = list(asked), list(phrases)
    held = most * LOOKED_THROUGH if phrases else most
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            slices = [(None, BEYOND)] if rare else _slices(cursor)
            return _newest_by_slices(cursor, slices, asked, phrases, held, most)
        match = " AND ".join(f'"{word}"' for word in asked)
        condition = " AND ".join("instr(words, %s) > 0" for _phrase in phrases) or "true"
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        statement = _SQLITE_NEWEST.format(phrases=condition)
        cursor.execute(statement, [match, now, held, *phrases, most])
        return [number for (number,) in cursor.fetchall()]


# ---------------------------------------------------------------- PostgreSQL, slice by slice

SLICES = (5_000, 25_000)
_REMEMBERED = 600  # seconds; where the slices lie decides how quick an answer is, never what it is
_bounds: dict[str, tuple[float, list[int]]] = {}


def _newest_by_slices(cursor, slices, asked, phrases, held, most):
    """GIN gathers every entry of a word before the first one is seen, so the newest years are asked first."""
    found = []
    for years, below in slices:
        parameters = [asked, phrases, years, below, timezone.now(), held, most - len(found)]
        cursor.execute(
            "SELECT * FROM search_newest(%s::text[], %s::text[], %s::text[], %s, %s, %s, %s)", parameters
        )
        found += [number for (number,) in cursor.fetchall()]
        if len(found) >= most:
            break
    return found


def _slices(cursor) -> Iterator[tuple[list[str] | None, int]]:
    """The years of some thousand newest entries, the years before, and all that is older."""
    end, last = words.LAST_YEAR + 1, BEYOND
    for year in _first_years(cursor):
        if year < end:
            yield [words.of_year(one) for one in range(year, end)], BEYOND
            end, last = year, first_of(year)
    yield None, last


def _first_years(cursor) -> list[int]:
    name = connection.settings_dict["NAME"]
    known = _bounds.get(name)
    if known and time.monotonic() - known[0] < _REMEMBERED:
        return known[1]
    years = []
    for place in SLICES:
        cursor.execute("SELECT id FROM search_searchentry ORDER BY id DESC OFFSET %s LIMIT 1", [place])
        years += [year_of(number) for (number,) in cursor.fetchall()]
    _bounds[name] = time.monotonic(), years
    return years
