from decimal import Decimal

import pytest

from beijing_ngo.core.names import display_name, monogram
from beijing_ngo.core.numbers import file_facts, file_size, money, thousands


@pytest.mark.parametrize(
    ("amount", "currency", "chinese", "english"),
    [
        (2_990_000, "CNY", "299万元", "RMB 2.99 million"),
        (2_990_000_000, "CNY", "29.9亿元", "RMB 2.99 billion"),
        (Decimal("12345.60"), "CNY", "1.23万元", "RMB 12,345.6"),
        (150_000, "CNY", "15万元", "RMB 150,000"),
        (100_000_000, "USD", "1亿美元", "USD 100 million"),
        (12_345_678_900_000, "USD", "123,456.79亿美元", "USD 12,345.68 billion"),
        (800, "EUR", "800欧元", "EUR 800"),
        (0, "CNY", "0元", "RMB 0"),
        (5_000_000, "KHR", "500万KHR", "KHR 5 million"),
        (None, "CNY", "", ""),
    ],
)
def test_money(amount, currency, chinese, english):
    assert [money(amount, currency, "zh-hans"), money(amount, currency, "en")] == [chinese, english]


def test_thousands():
    assert [thousands(n) for n in (0, 999, 1234, 1234567, None)] == ["0", "999", "1,234", "1,234,567", ""]


def test_file_size():
    assert [file_size(n) for n in (0, 12, 640_000, 1_200_000, 12_000_000)] == [
        *("", "1 KB", "640 KB", "1.2 MB", "12 MB")
    ]
    assert [file_size(999_999), file_size(None)] == ["1 MB", ""]


def test_file_facts():
    assert [
        file_facts(".PDF", 640_000, "en"),
        file_facts("docx", 96_000, "zh-hans"),
        file_facts("pdf", None),
    ] == [*("PDF, 640 KB", "Word，96 KB", "PDF")]


@pytest.mark.parametrize(
    ("family", "given", "latin", "chinese", "english"),
    [
        ("王", "芳", "WANG Fang", "王芳", "WANG Fang"),
        ("欧阳", "文", "Ouyang Wen", "欧阳文", "Ouyang Wen"),
        ("芥川", "龙之介", "", "芥川龙之介", "芥川龙之介"),
        ("古特雷斯", "安东尼奥", "António Guterres", "安东尼奥·古特雷斯", "António Guterres"),
        ("Guterres", "António", "", "António Guterres", "António Guterres"),
        ("周示例", "", "ZHOU Shili", "周示例", "ZHOU Shili"),
        ("", "", "", "", ""),
    ],
)
def test_display_name(family, given, latin, chinese, english):
    names = [display_name(family, given, latin, language) for language in ("zh-hans", "en")]

    assert names == [chinese, english]


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("北京平澜公益基金会", "平"),
        ("北京市科学技术协会", "科"),
        ("中国国际民间组织合作促进会", "国"),
        ("王芳", "王"),
        ("北京", "北"),
        ("The Global Environmental Institute", "G"),
        ("Beijing", "B"),
        ("élan", "É"),
        ("", ""),
    ],
)
def test_monogram(name, letter):
    assert monogram(name) == letter
