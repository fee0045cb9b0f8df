"""Faults of the ground floor that others handle."""


class DeliveryError(Exception):
    """The message did not leave. `final`: trying again would not help, or might send it twice."""

    def __init__(self, message: str, *, final: bool = False) -> None:
        super().__init__(message)
        self.final = final
