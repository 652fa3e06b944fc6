"""Staying in touch: clocks that any logged touch sets back."""
