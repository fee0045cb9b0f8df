"""Columns of texts to numbers: what cannot be read becomes null or the default, never an exception."""

import polars as pl

NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


def number(column: str) -> pl.Expr:
    """Decimal numbers, a comma accepted for the point; null when it is not a finite number."""
    text = pl.col(column).str.replace(",", ".", literal=True)
    value = pl.when(text.str.contains(NUMBER)).then(text).cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value).alias(column)


def integer(column: str, default: int) -> pl.Expr:
    """Whole numbers, `default` where it is empty or not a number."""
    return number(column).round().cast(pl.Int32, strict=False).fill_null(default).alias(column)


def seconds(column: str) -> pl.Expr:
    """H:MM:SS or H:MM after the start of the service day, hours may exceed 24; null when not a time."""
    parts = pl.col(column).str.extract_groups(r"^(\d{1,3}):(\d{1,2})(?::(\d{1,2}))?$").struct
    hours, minutes, rest = (parts.field(str(i)).cast(pl.Int32, strict=False) for i in (1, 2, 3))
    value = hours * 3600 + minutes * 60 + rest.fill_null(0)
    return pl.when((minutes < 60) & (rest.fill_null(0) < 60)).then(value).alias(column)


def day(column: str) -> pl.Expr:
    """YYYYMMDD (or YYYY-MM-DD) as a date; null when there is no such day."""
    text = pl.col(column).str.replace_all("-", "", literal=True)
    return text.str.to_date("%Y%m%d", strict=False).alias(column)


def texts(frame: pl.DataFrame, column: str) -> tuple[str, ...]:
    """A column as texts, null being empty."""
    return tuple(frame[column].fill_null("").to_list())
