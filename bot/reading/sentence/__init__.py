"""Free sentences: what was done, what is to be done next, and for whom, in any order and with or without punctuation."""
