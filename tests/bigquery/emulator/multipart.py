"""Uploads in one request: a JSON part and the file."""

import re


def split(content_type: str, body: bytes) -> tuple[bytes, bytes]:
    """Return the JSON part and the file of a request; of one without parts, the whole body and nothing."""
    boundary = re.search(r'^multipart/.*boundary="?([^";]+)', content_type, re.IGNORECASE)
    if boundary is None:
        return body, b""
    parts = body.split(b"--" + boundary[1].encode())
    if len(parts) != 4:
        raise ValueError("an upload has two parts, its description and the file")
    described, file = (part.split(b"\r\n\r\n", 1)[1].removesuffix(b"\r\n") for part in parts[1:3])
    return described, file
