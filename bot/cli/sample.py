"""The throw-away sample of ``daftar demo``."""
