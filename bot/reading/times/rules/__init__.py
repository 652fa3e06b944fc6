"""The rules of the grammar: the pieces of a phrase (clock, day, period, count, recurrence) and how they join."""
