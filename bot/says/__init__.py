"""Words for what the core refuses and for what the engine itself asks and tells, in both languages, in one place.

``errors.py``: every core error; ``questions.py``: every doubt; ``engine.py``: strangers, faults, buttons, pairing. A house
test fails when an error or a doubt has no words. Style: what happened, that nothing was lost, what to type next.
"""
