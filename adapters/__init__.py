"""One folder per outside world."""
