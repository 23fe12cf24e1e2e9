"""Figures, money and sizes of files, as each language writes them."""

from decimal import ROUND_HALF_UP, Decimal

from beijing_ngo.core.language import comma, is_chinese

# Chinese, English; any other currency is shown by its code.
CURRENCIES = {
    "CNY": ("元", "RMB"),
    "USD": ("美元", "USD"),
    "EUR": ("欧元", "EUR"),
    "GBP": ("英镑", "GBP"),
    "CHF": ("瑞士法郎", "CHF"),
    "JPY": ("日元", "JPY"),
    "HKD": ("港元", "HKD"),
}
TEN_THOUSAND, MILLION, HUNDRED_MILLION, BILLION = 10**4, 10**6, 10**8, 10**9


def thousands(value: float | Decimal | None) -> str:
    """1,234 in both languages; nothing for nothing, because unknown is never zero."""
    return "" if value is None or value == "" else f"{value:,}"


def money(amount: float | Decimal | str | None, currency: str = "CNY", language: str | None = None) -> str:
    """299万元 is RMB 2.99 million.

    The Chinese steps are ten thousand and a hundred million, the English ones a million and a billion, so the
    figure is converted and never copied.
    """
    if amount is None or amount == "":
        return ""
    amount = Decimal(str(amount))
    chinese, english = CURRENCIES.get(currency, (currency, currency))
    if is_chinese(language):
        return _in_steps(amount, ((HUNDRED_MILLION, "亿"), (TEN_THOUSAND, "万"))) + chinese
    return f"{english} " + _in_steps(amount, ((BILLION, " billion"), (MILLION, " million")))


def file_size(size: int | None) -> str:
    """640 KB, 1.2 MB: short units that both languages read."""
    if not size:
        return ""
    if size < 999_500:
        return f"{max(1, round(size / 1000))} KB"
    return f"{_short(Decimal(size) / MILLION, 1)} MB"


def file_facts(extension: str, size: int | None, language: str | None = None) -> str:
    """PDF, 640 KB: what a reader wants to know before pressing the link."""
    names = {"docx": "Word", "doc": "Word", "xlsx": "Excel", "xls": "Excel", "pptx": "PowerPoint"}
    extension = extension.lower().lstrip(".")
    kind = names.get(extension, extension.upper())
    return comma(language).join(part for part in (kind, file_size(size)) if part)


def _in_steps(amount: Decimal, steps: tuple[tuple[int, str], ...]) -> str:
    for step, word in steps:
        if abs(amount) >= step:
            return _short(amount / step, 2) + word
    return _short(amount, 2)


def _short(number: Decimal, places: int) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
