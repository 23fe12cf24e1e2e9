"""How to cite a submission: in the manner of United Nations papers, by the Chinese standard GB/T 7714, and for programs
that keep references (BibTeX, RIS, and the names Google Scholar reads on a page).
"""

from dataclasses import dataclass
from datetime import date

from beijing_ngo.core.dates import day
from beijing_ngo.core.language import CHINESE, ENGLISH, is_chinese, plain

MOST_AUTHORS = 3  # GB/T 7714 names three; the others are 等


def united_nations(submission, authors, site) -> dict[str, str]:
    """In English, in the parts that are set differently: who, the title, and where, when and under which symbol it was sent."""
    receiver = submission.conference or submission.mechanism.body  # a session names its body
    sent = f"Submitted to {_with_article(plain(receiver, 'name', ENGLISH))}"
    if submission.filed_on:
        sent += f", {day(submission.filed_on, language=ENGLISH)}"
    return {
        "authors": _authors(authors, site, ENGLISH, " et al."),
        "title": plain(submission, "title", ENGLISH),
        "rest": ". ".join(part for part in (sent, submission.symbol) if part) + ".",
    }


def gb_t_7714(submission, authors, site, *, url: str, today: date) -> str:
    """Responsible body. Title: symbol[R/OL]. (day of filing)[day of reading]. address."""
    title = plain(submission, "title", CHINESE)
    if submission.symbol:
        title += f": {submission.symbol}"
    filed = f"({submission.filed_on:%Y-%m-%d})" if submission.filed_on else ""
    return f"{_authors(authors, site, CHINESE, ', 等')}. {title}[R/OL]. {filed}[{today:%Y-%m-%d}]. {url}."


def one_line(parts: dict[str, str]) -> str:
    """The parts of a citation as one line, for copying."""
    return f"{parts['authors'].removesuffix('.')}. {parts['title']}. {parts['rest']}"


def _authors(organisations, site, language, others) -> str:
    """Without organisations named the association itself is the author."""
    names = [plain(organisation, "name", language) for organisation in organisations]
    names = names or [plain(site, "name", language)]
    named = ", ".join(names[:MOST_AUTHORS])
    return named + others if len(names) > MOST_AUTHORS else named


def _with_article(body: str) -> str:
    """Bodies take the article in a sentence: the Human Rights Council; acronyms do not: ECOSOC."""
    return body if body.isupper() or body.lower().startswith("the ") else f"the {body}"


# ---------------------------------------------------------------- for programs

_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "{}$&#%_"},
    }
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Record:
    """A submission as a library files it: a report of the association, with the body it was sent to."""

    key: str
    language: str
    authors: list[str]
    title: str
    kind: str
    institution: str
    sent_to: str
    number: str
    filed_on: date | None
    summary: str
    url: str

    @property
    def meta(self) -> list[tuple[str, str]]:
        """The names Google Scholar looks for, in its order."""
        facts = [
            ("citation_title", self.title),
            *(("citation_author", name) for name in self.authors),
            ("citation_publication_date", f"{self.filed_on:%Y/%m/%d}" if self.filed_on else ""),
            ("citation_technical_report_institution", self.institution),
            ("citation_technical_report_number", self.number),
            ("citation_language", "zh" if is_chinese(self.language) else "en"),
            ("citation_fulltext_html_url", self.url),
        ]
        return [(name, value) for name, value in facts if value]


def record(submission, authors, site, *, url: str, language: str) -> Record:
    receiver = submission.conference or submission.mechanism.body
    institution = plain(site, "name", language)
    return Record(
        key=f"{submission.slug}-{submission.filed_on:%Y}" if submission.filed_on else submission.slug,
        language=language,
        authors=[plain(one, "name", language) for one in authors] or [institution],
        title=plain(submission, "title", language),
        kind=submission.get_kind_display(),
        institution=institution,
        sent_to=plain(receiver, "name", language),
        number=submission.symbol,
        filed_on=submission.filed_on,
        summary=plain(submission, "summary", language),
        url=url,
    )


def bibtex(one: Record, today: date) -> str:
    """A @techreport. Names and title stand in braces of their own, and keep their capitals."""
    filed = one.filed_on
    fields = {
        "author": _braced(" and ".join(_braced(_tex(name)) for name in one.authors)),
        "title": _braced(_braced(_tex(one.title))),
        "type": _braced(_tex(one.kind)),
        "institution": _braced(_tex(one.institution)),
        "number": _braced(_tex(one.number)) if one.number else "",
        "year": _braced(f"{filed:%Y}") if filed else "",
        "month": _MONTHS[filed.month - 1] if filed else "",
        "note": _braced(_tex(_sent(one))),
        "url": _braced(one.url),
        "urldate": _braced(f"{today:%Y-%m-%d}"),
        "language": _braced("chinese" if is_chinese(one.language) else "english"),
    }
    lines = [f"  {name} = {value}" for name, value in fields.items() if value]
    return f"@techreport{{{one.key},\n" + ",\n".join(lines) + "\n}\n"


def ris(one: Record, today: date) -> str:
    """Lines of a tag and a value; the first says that it is a report, the last that it is over."""
    rows = [
        ("TY", "RPRT"),
        *(("AU", name) for name in one.authors),
        ("TI", one.title),
        ("PY", f"{one.filed_on:%Y}" if one.filed_on else ""),
        ("DA", f"{one.filed_on:%Y/%m/%d}/" if one.filed_on else ""),
        ("PB", one.institution),
        ("M3", one.kind),
        ("SN", one.number),
        ("N1", _sent(one)),
        ("AB", one.summary),
        ("LA", "zh" if is_chinese(one.language) else "en"),
        ("UR", one.url),
        ("Y2", f"{today:%Y/%m/%d}/"),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in rows if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _sent(one: Record) -> str:
    return (
        f"提交至{one.sent_to}" if is_chinese(one.language) else f"Submitted to {_with_article(one.sent_to)}"
    )


def _tex(text: str) -> str:
    return " ".join(text.split()).translate(_TEX)


def _braced(text: str) -> str:
    return f"{{{text}}}"
