"""Fixtures for pytest. A test suite asks for them with ``pytest_plugins = ["roleplay.testing.fixtures"]``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from roleplay.testing.server import Provider

__all__ = ["provider"]


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider on loopback that behaves as the name of the model says."""
    with Provider() as server:
        yield server
