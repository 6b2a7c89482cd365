"""The process: settings, command line, composition root, Discord client."""
