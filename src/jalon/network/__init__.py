"""Public transport: feeds, lines, stops, vehicles, positions, minutes by bus."""
