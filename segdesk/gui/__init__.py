"""The window: it shows what the project holds, and starts the steps."""
