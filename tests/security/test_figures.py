"""SEC1 to SEC21 and DATA3 in small: the figures of ``./run.sh check SEC`` are nought in every test run too."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults import hostile, security


@pytest.mark.parametrize(
    ("check", "size"),
    [
        pytest.param(security.pairing, (12,), id="SEC2"),
        pytest.param(security.buttons, (), id="SEC7"),
        pytest.param(security.webhooks, (50,), id="SEC8"),
        pytest.param(hostile.leaks, (), id="SEC9"),
        pytest.param(hostile.slow_reading, (300, 1000.0), id="SEC17-SEC18"),
        pytest.param(security.abuse, (150,), id="SEC20"),
        pytest.param(security.files, (), id="SEC21"),
        pytest.param(security.erasing, (), id="DATA3"),
    ],
)
def test_nothing_is_violated(check: Any, size: tuple[int, ...]) -> None:
    """SEC2, SEC7, SEC8, SEC9, SEC17, SEC18, SEC20, SEC21, DATA3: what must not happen did not."""
    told = check(*size)
    assert told["violations"] == 0, told
