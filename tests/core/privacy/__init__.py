"""Tests of people's own data."""
