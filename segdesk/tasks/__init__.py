"""Running a step: how it reports, and how it is stopped."""
