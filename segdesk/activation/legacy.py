"""What has to be said about the import file of Universal Analytics wherever it is written or shown."""

LEGACY_NOTICE = (
    "Universal Analytics was shut down (standard properties on 2023-07-01, Analytics 360 properties on "
    "2024-07-01). This file keeps to its Data Import format, but there is nothing left to import it into."
)
