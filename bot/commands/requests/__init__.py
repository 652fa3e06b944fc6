"""Answers to what a colleague asks for."""
