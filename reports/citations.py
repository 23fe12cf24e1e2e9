"""How to cite a submission: in the manner of United Nations papers, and by the Chinese standard GB/T 7714."""

from datetime import date

from beijing_ngo.core.dates import day
from beijing_ngo.core.language import CHINESE, ENGLISH, written
from beijing_ngo.core.typography import close_up, without_breaks

MOST_AUTHORS = 3  # GB/T 7714 names three; the others are 等


def united_nations(submission, authors, site) -> dict[str, str]:
    """In English, in the parts that are set differently: who, the title, and where, when and under which symbol it was sent."""
    receiver = submission.conference or submission.mechanism.body  # a session names its body
    sent = f"Submitted to {_with_article(_text(receiver, 'name', ENGLISH))}"
    if submission.filed_on:
        sent += f", {day(submission.filed_on, language=ENGLISH)}"
    return {
        "authors": _authors(authors, site, ENGLISH, " et al."),
        "title": _text(submission, "title", ENGLISH),
        "rest": ". ".join(part for part in (sent, submission.symbol) if part) + ".",
    }


def gb_t_7714(submission, authors, site, *, url: str, today: date) -> str:
    """Responsible body. Title: symbol[R/OL]. (day of filing)[day of reading]. address."""
    title = _text(submission, "title", CHINESE)
    if submission.symbol:
        title += f": {submission.symbol}"
    filed = f"({submission.filed_on:%Y-%m-%d})" if submission.filed_on else ""
    return f"{_authors(authors, site, CHINESE, ', 等')}. {title}[R/OL]. {filed}[{today:%Y-%m-%d}]. {url}."


def plain(parts: dict[str, str]) -> str:
    """The parts of a citation as one line, for copying."""
    return f"{parts['authors'].removesuffix('.')}. {parts['title']}. {parts['rest']}"


def _authors(organisations, site, language, others) -> str:
    """Without organisations named the association itself is the author."""
    names = [_text(organisation, "name", language) for organisation in organisations]
    names = names or [_text(site, "name", language)]
    named = ", ".join(names[:MOST_AUTHORS])
    return named + others if len(names) > MOST_AUTHORS else named


def _text(record, field, language) -> str:
    """In this language; the other stands in where there is none."""
    words = written(record, field, language) or str(getattr(record, field, "") or "")
    return close_up(without_breaks(words))


def _with_article(body: str) -> str:
    """Bodies take the article in a sentence: the Human Rights Council; acronyms do not: ECOSOC."""
    return body if body.isupper() or body.lower().startswith("the ") else f"the {body}"
