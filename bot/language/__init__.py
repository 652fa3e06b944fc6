"""English and Arabic: folding, numbers, plurals, dates, direction."""
