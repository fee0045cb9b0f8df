"""What is asked of a SIRI 2.0 server (SOAP): its lines, then the estimated times of all of them."""

import re
from datetime import UTC, datetime
from uuid import uuid4
from xml.sax.saxutils import escape

NAMES = 'xmlns:sw="http://wsdl.siri.org.uk" xmlns:siri="http://www.siri.org.uk/siri"'
VERSION = "2.0:FR-IDF-2.4"
LINE_REF = re.compile(rb"<(?:\w+:)?LineRef>([^<>]{1,200})</(?:\w+:)?LineRef>")


def lines_discovery(requestor_ref: str) -> bytes:
    """Ask which lines there are."""
    return _envelope(
        f"<sw:LinesDiscovery {NAMES}><Request>{_who(requestor_ref)}</Request></sw:LinesDiscovery>"
    )


def estimated_timetable(requestor_ref: str, lines: list[str]) -> bytes:
    """Ask the estimated times of these lines; of all that the server likes to give when the list is empty."""
    asked = "".join(
        f"<siri:LineDirection><siri:LineRef>{escape(line)}</siri:LineRef></siri:LineDirection>"
        for line in lines
    )
    return _envelope(
        f"<sw:GetEstimatedTimetable {NAMES}><ServiceRequestInfo>{_who(requestor_ref)}</ServiceRequestInfo>"
        f'<Request version="{VERSION}">{_when()}'
        f"{f'<siri:Lines>{asked}</siri:Lines>' if lines else ''}</Request></sw:GetEstimatedTimetable>"
    )


def vehicle_monitoring(requestor_ref: str) -> bytes:
    """Ask where all vehicles are."""
    return _envelope(
        f"<sw:GetVehicleMonitoring {NAMES}><ServiceRequestInfo>{_who(requestor_ref)}</ServiceRequestInfo>"
        f'<Request version="{VERSION}">{_when()}</Request></sw:GetVehicleMonitoring>'
    )


def lines_in(answer: bytes) -> list[str]:
    """References of the lines in a LinesDiscovery answer, each once."""
    found = (match.decode("utf-8", "replace").strip() for match in LINE_REF.findall(answer))
    return list(dict.fromkeys(found))


def _when() -> str:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return (
        f"<siri:RequestTimestamp>{now}</siri:RequestTimestamp>"
        f"<siri:MessageIdentifier>jalon:{uuid4()}</siri:MessageIdentifier>"
    )


def _who(requestor_ref: str) -> str:
    return f"{_when()}<siri:RequestorRef>{escape(requestor_ref)}</siri:RequestorRef>"


def _envelope(body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>{body}</S:Body></S:Envelope>'
    ).encode()
