"""The REST API, v10: what a bot with slash commands and layout views calls. Anything else answers 501."""
