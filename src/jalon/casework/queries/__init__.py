"""What pages and higher rooms may read of pathways."""

from jalon.casework.queries.step import find_step, open_steps, overdue_steps, steps_of

__all__ = ["find_step", "open_steps", "overdue_steps", "steps_of"]
