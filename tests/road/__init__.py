"""The road of one message, the sender and the heartbeat."""
