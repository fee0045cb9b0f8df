"""The only inversion of the house: what rooms above tell the ground floor, filled in each `apps.py`.

It holds exactly: navigation entries, pages of a person, link targets, milestone labels, live-topic
permissions, calendar sources, personal-data export and erasure. Handlers take ids, never objects of a room.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from jalon.base.calendar import CalendarEntry


@dataclass(frozen=True)
class NavigationEntry:
    """A heading of the page skeleton, or a page `under` one, shown to whoever holds one of the roles."""

    label: str
    url_name: str
    roles: frozenset[str]
    order: int
    under: str = ""


@dataclass(frozen=True)
class PersonPage:
    """A page about one person, offered on their file to whoever sees this `part` of it (people.rules)."""

    label: str
    url_name: str
    part: str
    order: int


@dataclass
class Registry:
    """What each room contributes."""

    navigation: list[NavigationEntry] = field(default_factory=list)
    person_pages: list[PersonPage] = field(default_factory=list)
    link_targets: dict[str, str] = field(default_factory=dict)
    milestone_labels: dict[str, Any] = field(default_factory=dict)
    live_topics: dict[str, Callable[[str, HttpRequest], bool]] = field(default_factory=dict)
    # Room: handler of the calendar's kind (person, adviser, site, partner) and its id.
    calendar_sources: dict[str, Callable[[str, int], Iterable[CalendarEntry]]] = field(default_factory=dict)
    exporters: dict[str, Callable[[int], list[dict[str, Any]]]] = field(default_factory=dict)
    erasers: dict[str, Callable[[int], None]] = field(default_factory=dict)

    def add_navigation(
        self, label: str, url_name: str, *, roles: Iterable[str], order: int, under: str = ""
    ) -> None:
        """Add a heading, or a page beside the heading named `under`; lower orders come first."""
        self.navigation.append(NavigationEntry(label, url_name, frozenset(roles), order, under))
        self.navigation.sort(key=lambda entry: entry.order)

    def add_person_page(self, label: str, url_name: str, *, part: str, order: int) -> None:
        """Offer a page, whose address takes the person's id, on the person's file; lower orders first."""
        self.person_pages.append(PersonPage(label, url_name, part, order))
        self.person_pages.sort(key=lambda page: page.order)

    def pages_of_person(self, person_id: int, parts: Collection[str]) -> list[tuple[str, str]]:
        """Label and address of each page about this person, for whoever sees these parts of the file."""
        shown = [page for page in self.person_pages if page.part in parts]
        return [(page.label, reverse(page.url_name, args=[person_id])) for page in shown]

    def add_link_target(self, kind: str, url_name: str) -> None:
        """A short link of this kind leads to this page, which takes the code."""
        self.link_targets[kind] = url_name

    def link_target(self, kind: str, code: str) -> str:
        """The path of the page to which a code of this kind leads.

        Raises:
            KeyError: no room has said where such codes lead.
        """
        return reverse(self.link_targets[kind], args=[code])

    def add_calendar_source(self, room: str, entries: Callable[[str, int], Iterable[CalendarEntry]]) -> None:
        """What a room puts into the calendar of a person, an adviser, a site or a partner."""
        self.calendar_sources[room] = entries

    def add_milestone_labels(self, labels: Mapping[str, Any]) -> None:
        """Words for kinds of milestone, as the timeline says them."""
        self.milestone_labels.update(labels)

    def add_live_topic(self, prefix: str, allowed: Callable[[str, HttpRequest], bool]) -> None:
        """Who may listen to topics `prefix:rest`; the handler gets `rest` and the request."""
        self.live_topics[prefix] = allowed

    def live_topic_allowed(self, topic: str, request: HttpRequest) -> bool:
        """Whether this request may listen to this topic; unknown topics are refused."""
        prefix, _, rest = topic.partition(":")
        handler = self.live_topics.get(prefix)
        return handler is not None and handler(rest, request)

    def add_personal_data(
        self,
        room: str,
        *,
        export: Callable[[int], list[dict[str, Any]]],
        erase: Callable[[int], None],
    ) -> None:
        """How a room exports and erases what it keeps of a person, by the person's id."""
        self.exporters[room] = export
        self.erasers[room] = erase


registry = Registry()
