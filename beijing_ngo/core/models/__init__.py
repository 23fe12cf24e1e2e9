from beijing_ngo.core.models.attachments import Document, DocumentAccess, Illustrated, Photo
from beijing_ngo.core.models.issued import IssuedDocument, IssuedKind, IssuedLanguage, NumberSeries
from beijing_ngo.core.models.outbox import (
    AddressTrouble,
    MailOptOut,
    MailTopic,
    Message,
    MessageLanguage,
    MessageState,
)
from beijing_ngo.core.models.people import PersonName
from beijing_ngo.core.models.publishing import (
    DatePrecision,
    Publishable,
    PublishableQuerySet,
    Status,
    TimeStamped,
    ends_after_it_starts,
)
from beijing_ngo.core.models.site import MenuPlace, Page, PublishGate, SiteSettings
from beijing_ngo.core.models.taxonomy import SDG, Language, SDGsField, Theme, WorkingLanguagesField
from beijing_ngo.core.models.translated import Translated, TranslatedQuerySet, TranslationState

__all__ = [
    "SDG",
    "AddressTrouble",
    "DatePrecision",
    "Document",
    "DocumentAccess",
    "Illustrated",
    "IssuedDocument",
    "IssuedKind",
    "IssuedLanguage",
    "Language",
    "MailOptOut",
    "MailTopic",
    "MenuPlace",
    "Message",
    "MessageLanguage",
    "MessageState",
    "NumberSeries",
    "Page",
    "PersonName",
    "Photo",
    "PublishGate",
    "Publishable",
    "PublishableQuerySet",
    "SDGsField",
    "SiteSettings",
    "Status",
    "Theme",
    "TimeStamped",
    "Translated",
    "TranslatedQuerySet",
    "TranslationState",
    "WorkingLanguagesField",
    "ends_after_it_starts",
]
