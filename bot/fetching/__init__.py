"""Fetching what messages point to, and writing voice notes down."""
