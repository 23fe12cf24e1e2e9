import re

import segno

from beijing_ngo.core.qr import qr

ADDRESS = "https://example.org/zh-hans/events/earth-hour-2027/"


def test_the_path_draws_the_code():
    svg = qr(ADDRESS, 'The page & "ticket"')

    code = segno.make(ADDRESS, error="m", micro=False)
    size = code.symbol_size(border=2)[0]
    dark = {
        (int(x) + step, int(y))
        for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg)
        for step in range(int(run))
    }
    assert dark == {
        (x, y) for y, row in enumerate(code.matrix_iter(border=2)) for x, module in enumerate(row) if module
    }
    assert svg.startswith(
        f'<svg class="qr" viewBox="0 0 {size} {size}" role="img" '
        'aria-label="The page &amp; &quot;ticket&quot;" shape-rendering="crispEdges"><path d="M2 2h7v1h-7z'
    )
    assert "style" not in svg
    assert "fill" not in svg
