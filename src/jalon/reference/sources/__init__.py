"""The files of official and own vocabularies, read into rows; faults are told in plain French."""
