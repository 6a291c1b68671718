"""Words: names for segments, prompts and emails."""
