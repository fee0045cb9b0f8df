"""The front page answers everybody."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_front_page_needs_no_account_and_sets_no_cookie(client: Client) -> None:
    response = client.get("/")

    assert response.status_code == 200
    assert not response.cookies
