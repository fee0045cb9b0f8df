"""Jobs that employers offer, from draft to closed, and where they come from."""
