"""Setting the bot up: the first settings, the systemd unit, Slack's description of the app."""
