"""Operating the bot: backup, restore, moving, doctor, health, setting up."""
