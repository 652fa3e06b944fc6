"""What is no message: forms to fill in, the rep's board, what the bot says when its page is opened for the first time."""
