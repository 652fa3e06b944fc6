"""Tests of the adapters; the recorded payloads lie in ``recorded/``."""
