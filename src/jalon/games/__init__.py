"""Games that are really played: an escape game and a giant serious game."""
