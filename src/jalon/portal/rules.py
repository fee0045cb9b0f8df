"""What the public pages let through, without an account and without a captcha."""

from jalon.base.visitor import same_site

__all__ = ["same_site"]
