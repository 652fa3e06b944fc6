"""The promises of SECURITY.md, in small."""
