"""The words that reps use, one file per language, and how they are looked up. Teaching a word is adding it to its line here."""
