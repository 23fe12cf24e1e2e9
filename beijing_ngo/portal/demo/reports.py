"""Submissions with their paragraphs and co-signatories, articles."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from beijing_ngo.core.models import Status
from beijing_ngo.core.zones import BEIJING
from reports.counting import count_of
from reports.models import (
    Article,
    Endorsement,
    EndorsementState,
    Paragraph,
    QuadrennialReport,
    Submission,
    SubmissionState,
    SubmissionVersion,
)
from reports.operations import quadrennial, versions

SENT = (SubmissionState.FILED, SubmissionState.PUBLISHED)


def put_submission(store, item, order):
    own = {key: value for key, value in item.items() if key not in ("paragraphs", "co_signatories")}
    filed_on = store.day(item["filed_on"]) if "filed_on" in item else None
    is_public = item["state"] == SubmissionState.PUBLISHED
    visibility = store.published(filed_on) if is_public else {"status": Status.DRAFT}
    submission = store.put(Submission, own, zone=item.get("deadline_zone", "Europe/Zurich"), **visibility)
    for paragraph in item["paragraphs"]:
        store.put(Paragraph, paragraph, by=("submission", "number"), submission=submission)
    # Nothing is sent before everybody on it has said yes.
    signed = item["state"] in SENT
    answer = {
        "state": EndorsementState.ENDORSED if signed else EndorsementState.ASKED,
        "answered_at": datetime.combine(filed_on, time(9), tzinfo=ZoneInfo(BEIJING)) if signed else None,
    }
    version = text_to_sign(store, submission) if item["co_signatories"] else None
    for place, slug in enumerate(item["co_signatories"]):
        store.put(
            Endorsement,
            {"organisation": slug},
            by=("submission", "organisation"),
            submission=submission,
            order=place,
            version=version,
            **answer,
        )


def text_to_sign(store, submission):
    """What the co-signatories were asked to sign: the text as it stands."""
    paragraphs = versions.text_of(submission)
    count = count_of(paragraphs)
    return store.put(
        SubmissionVersion,
        {},
        by=("submission", "number"),
        submission=submission,
        number=1,
        label="送交联署单位",
        paragraphs=paragraphs,
        words=count.words,
        characters=count.characters,
    )


def put_article(store, item, order):
    store.put(Article, item, **store.published(store.day(item["date"])))


def put_quadrennial(store, item, order):
    """The four years before this one, gathered once from all of the above; what somebody made of it stays."""
    paper = store.find(Submission, item["submission"])
    last = store.today.year - 1
    years = {
        "first_year": last - 3,
        "last_year": last,
        "due_on": paper.deadline.astimezone(paper.zone).date(),
    }
    own = {key: value for key, value in item.items() if key != "submission"}
    report = store.put(QuadrennialReport, own, by=("submission",), **years, submission=paper)
    if not report.lines.exists():
        quadrennial.gather(report=report)


LOADERS = {"submissions": put_submission, "articles": put_article, "quadrennial_reports": put_quadrennial}
