"""An email as a web page: for the preview in the window, and on its own for the browser."""

import os
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from html import escape
from pathlib import Path

from segdesk.gui.colours import Colour
from segdesk.gui.theme import Theme


@dataclass(frozen=True)
class EmailShown:
    """An email as its recipient gets it.

    Attributes
    ----------
    sender, recipient
        The lines above the subject; one that is empty is left out.
    body
        Plain text; an empty line ends a paragraph.
    language
        ISO 639-1 code.
    right_to_left
        Whether that language is written from right to left.
    """

    subject: str
    body: str
    sender: str = ""
    recipient: str = ""
    language: str = "en"
    right_to_left: bool = False

    @property
    def direction(self) -> str:
        """The direction of the text in HTML's word."""
        return "rtl" if self.right_to_left else "ltr"


@dataclass(frozen=True)
class EmailWords:
    """What stands before the addresses, in the language of the window."""

    sender: str
    recipient: str


FONTS = {
    "zh": ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"),
    "ja": ("Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic UI"),
    "ko": ("Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic"),
    "ar": ("Noto Naskh Arabic UI", "Noto Sans Arabic", "Geeza Pro", "Segoe UI"),
}
"""Chinese and Japanese share characters that they draw differently, so the language picks the font."""


def rich_text(email: EmailShown, words: EmailWords, theme: Theme) -> str:
    """Return the email in the subset of HTML that Qt draws, in the theme's colours."""
    text, muted = (theme.colour(role).name() for role in (Colour.TEXT, Colour.MUTED))
    border = theme.colour(Colour.BORDER).name()
    size = theme.font().pointSizeF()
    lines = "".join(
        f"<tr><td style='color:{muted}; padding:2px 12px 2px 0'>{escape(word)}</td>"
        f"<td style='padding:2px 0'>{escape(value)}</td></tr>"
        for word, value in ((words.sender, email.sender), (words.recipient, email.recipient))
        if value
    )
    head = f"<table cellspacing='0'>{lines}</table>" if lines else ""
    about = f"dir='{email.direction}' align='{'right' if email.right_to_left else 'left'}'"
    paragraphs = "".join(
        f"<p {about} style='margin:0 0 {size:.0f}px 0; line-height:150%'>{part}</p>"
        for part in _paragraphs(email)
    )
    return (
        f"<body style='color:{text}'>{head}<table width='100%' cellspacing='0'>"
        f"<tr><td style='padding:10px 0 12px 0; border-bottom:1px solid {border}'>"
        f"<p {about} style='font-size:{size * 1.35:.1f}pt; font-weight:600'>{escape(email.subject)}</p>"
        f"</td></tr><tr><td style='padding:14px 0 0 0'>{paragraphs}</td></tr></table></body>"
    )


def web_page(email: EmailShown, words: EmailWords) -> str:
    """Return the email as one page that loads nothing and runs nothing."""
    lines = "".join(
        f"<div><span>{escape(word)}</span> <bdi>{escape(value)}</bdi></div>"
        for word, value in ((words.sender, email.sender), (words.recipient, email.recipient))
        if value
    )
    fonts = ", ".join(["system-ui", *(f'"{name}"' for name in FONTS.get(email.language, ())), "sans-serif"])
    body = "".join(f"<p>{part}</p>" for part in _paragraphs(email))
    return f"""<!DOCTYPE html>
<html lang="{escape(email.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(email.subject)}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.6 {fonts}; margin: 0; background: Canvas; color: CanvasText; }}
main {{ max-width: 40rem; margin: 2rem auto; padding: 0 1.25rem; }}
header {{ font-size: .875rem; border-bottom: 1px solid color-mix(in srgb, CanvasText 20%, Canvas); }}
header span {{ opacity: .7; }}
h1 {{ font-size: 1.375rem; line-height: 1.3; margin: .75rem 0; }}
</style>
</head>
<body>
<main>
<header>{lines}<h1 dir="{email.direction}">{escape(email.subject)}</h1></header>
<article dir="{email.direction}">{body}</article>
</main>
</body>
</html>
"""


def _paragraphs(email: EmailShown) -> list[str]:
    """Return the paragraphs of the body, safe to put into a page."""
    text = email.body.replace("\r\n", "\n").strip("\n")
    parts = [part.strip("\n") for part in text.split("\n\n")]
    return [escape(part).replace("\n", "<br>") for part in parts if part]


class PrivateFolder:
    """A folder that nobody else can look into, and that goes with the object or at the program's end."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="segdesk-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def write(self, name: str, text: str) -> Path:
        """Write a file, whole or not at all, that only this person may read."""
        path = self.path / name
        beside = path.with_name(f".{name}.new")
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        beside.replace(path)
        return path
