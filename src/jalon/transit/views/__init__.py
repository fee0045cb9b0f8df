"""Pages: the screen itself, and the operator’s desk."""
