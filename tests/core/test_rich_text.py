import pytest

from beijing_ngo.core.rich_text import clean, from_markdown, is_empty, plain


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("<p>边会<script>alert(1)</script></p>", "<p>边会</p>"),
        ('<p style="color:red" onclick="x()" class="y">a</p>', "<p>a</p>"),
        ("<h1>a</h1><h2>b</h2>", "a<h2>b</h2>"),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener noreferrer">a</a>'),
        (
            '<a href="/en/events/" target="_blank">a</a>',
            '<a href="/en/events/" rel="noopener noreferrer">a</a>',
        ),
        ('<p><span lang="en">Earth Hour</span></p>', '<p><span lang="en">Earth Hour</span></p>'),
        ('<img src="x" onerror="y">', ""),
        ('<ol start="3"><li>a</li></ol>', '<ol start="3"><li>a</li></ol>'),
        (
            '<table><tbody><tr><th scope="row">a</th><td colspan="2">b</td></tr></tbody></table>',
            '<table><tbody><tr><th scope="row">a</th><td colspan="2">b</td></tr></tbody></table>',
        ),
    ],
)
def test_clean(dirty, cleaned):
    assert clean(dirty) == cleaned


def test_a_body_is_cleaned_once():
    clean.cache_clear()

    for _ in range(3):
        clean("<p>the same body</p>")

    assert (clean.cache_info().hits, clean.cache_info().misses) == (2, 1)


def test_plain_gives_a_line_for_each_paragraph():
    html = (
        "<h2>边会</h2><p>A &amp; B<br>next&nbsp;line</p><ul><li>一</li><li>二</li></ul>"
        "<table><tr><td>1</td><td>2</td></tr></table>"
    )

    assert plain(html) == "边会\nA & B\nnext line\n一\n二\n1 2"


@pytest.mark.parametrize(
    ("html", "empty"),
    [("", True), (None, True), ("<p></p>", True), ("<p>&nbsp;</p><p><br></p>", True), ("<p>零</p>", False)],
)
def test_is_empty(html, empty):
    assert is_empty(html) is empty


def test_from_markdown():
    text = (
        "## 议程\n\n*First* **second**, [link](https://example.org/)\n\n"
        "| a | b |\n|---|--:|\n| 1 | 2 |\n\n<script>x</script>"
    )

    assert from_markdown(text) == (
        "<h2>议程</h2>\n<p><em>First</em> <strong>second</strong>, "
        '<a href="https://example.org/" rel="noopener noreferrer">link</a></p>\n'
        "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n"
        "<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n"
    )
