"""The guild as it stands: members, roles, channels, messages, commands. Pure and synchronous."""
