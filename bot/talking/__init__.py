"""From what came in to what is answered: strangers, open questions, reading, carrying out, posting. The road is ``bot/assistant.py``."""
