# Settings of an account and API keys.

settings-heading = Settings
