"""Understands and answers; knows no platform and no table."""
