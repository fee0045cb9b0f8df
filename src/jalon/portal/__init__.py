"""Pages that join rooms: home by role, public site, short-link resolver, figures, search."""
