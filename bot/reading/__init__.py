"""Text to commands."""
