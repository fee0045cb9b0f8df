"""Ground floor: events and live topics, outbox, short links, registry, page skeleton and components."""
