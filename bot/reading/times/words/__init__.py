"""Words of time: the lexicons, the table of entries made of them, and the cutting of a text into tokens."""
