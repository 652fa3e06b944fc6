"""What people send besides words, and what happens to the chats themselves."""
