"""Text of sources as plain text: no markup, no control characters, no endless lines."""

import html
import re
import unicodedata
from html.parser import HTMLParser

_MARKUP = re.compile(r"</?[a-zA-Z][^>]{0,2000}>")
_BREAKS = {"p", "br", "div", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "table"}
_SILENT = {"script", "style", "head", "template", "noscript", "iframe", "object"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class _Text(HTMLParser):
    """Keeps the words, makes lines of blocks and dashes of list items."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def plain(value: object, limit: int = 20_000) -> str:
    """Several lines of plain text, at most `limit` characters; markup and control characters taken out."""
    text = str(value) if value is not None else ""
    if _MARKUP.search(text):
        parser = _Text()
        parser.feed(text)
        parser.close()
        text = "".join(parser.parts)
    elif "&" in text:
        text = html.unescape(text)
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:limit].strip()


def line(value: object, limit: int = 200) -> str:
    """One line of plain text, cut at a word when longer than `limit`."""
    text = " ".join(plain(value).split())
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0][: limit - 1] + "…"


def web_address(value: object) -> str:
    """An address that a page may link to; anything but http and https is left out."""
    address = line(value, 500)
    return address if address.lower().startswith(("https://", "http://")) else ""


def folded(text: str) -> str:
    """Lower case, without accents and with single spaces: to compare names."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().replace("œ", "oe").replace("’", "'").split())
