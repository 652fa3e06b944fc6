"""The notebook that sentences are read against, made once."""

from __future__ import annotations

import pytest

from tests.reading.told import Notebook


@pytest.fixture(scope="session")
def notebook() -> Notebook:
    """Reading never writes, so one notebook serves all tests."""
    return Notebook.new()
