"""What the Emails page knows of those who could get an email, asked again only when it may be other."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from segdesk.gui.bridge import Bridge
from segdesk.project.step import Step
from segdesk.review import emails as review
from segdesk.review.emails import Audience, CountryRow, SegmentRow
from segdesk.tasks.messages import Failure

_BEFORE = (Step.FEATURES, Step.CLUSTERS, Step.LABELS)


@dataclass(frozen=True)
class EmailsAbout:
    """What is known of those who could get an email.

    Attributes
    ----------
    audience
        None until it is counted.
    fault, file_fault
        Why it cannot be counted; why the person's own language list cannot be used.
    """

    segments: tuple[SegmentRow, ...] = ()
    countries: tuple[CountryRow, ...] = ()
    audience: Audience | None = None
    fault: str = ""
    file_fault: str = ""


class AboutReader(QObject):
    """Keeps what is known up to date.

    On a million customers the counts take a moment, and a decision on an email changes none of them.

    Attributes
    ----------
    changed
        `about` is another.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._asked_with: object = None
        self.about = EmailsAbout()

    def refresh(self) -> None:
        """Ask again if an answer may be another."""
        held = self._bridge.held
        if held is None:
            return
        now = (held.settings.emails, held.settings.features.mode, [held.steps[step] for step in _BEFORE])
        if now == self._asked_with:
            return
        self._asked_with = now
        self._bridge.ask(self, review.segments, then=self._on_segments)
        self._bridge.ask(self, review.countries, then=self._on_countries, failed=self._on_countries_failed)
        self._bridge.ask(
            self,
            review.audience,
            held.settings.emails,
            then=self._on_audience,
            failed=self._on_audience_failed,
        )

    def _take(self, about: EmailsAbout) -> None:
        if about != self.about:
            self.about = about
            self.changed.emit()

    def _on_segments(self, found: tuple[SegmentRow, ...]) -> None:
        self._take(replace(self.about, segments=found))

    def _on_countries(self, found: tuple[CountryRow, ...]) -> None:
        self._take(replace(self.about, countries=found, file_fault=""))

    def _on_countries_failed(self, failure: Failure) -> None:
        self._take(replace(self.about, countries=(), file_fault=_said(failure)))

    def _on_audience(self, found: Audience) -> None:
        self._take(replace(self.about, audience=found, fault=""))

    def _on_audience_failed(self, failure: Failure) -> None:
        self._take(replace(self.about, audience=None, fault=_said(failure)))


def _said(failure: Failure) -> str:
    return ". ".join(part for part in (failure.what, failure.todo) if part)
