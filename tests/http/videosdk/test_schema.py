"""The API keeps to its OpenAPI document, whatever is sent to it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode, checks

from tests.http.videosdk.api import open_api, token

if TYPE_CHECKING:
    from pathlib import Path

GENTLY = settings(
    max_examples=5,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


def attempt(operation: Any, base: str, mode: GenerationMode) -> None:
    """Send what fits the document, or what does not, and compare what comes back with it."""

    @GENTLY
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        answer = case.call(base_url=base, headers={"Authorization": token()})
        if answer.status_code == 501:
            assert answer.json()["error"].endswith("UNIMPLEMENTED")
        else:
            case.validate_response(answer, checks=CHECKS)

    send()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
async def test_every_answer_is_as_the_document_says(mode: GenerationMode, tmp_path: Path):
    async with open_api(tmp_path) as api:
        document = await api.get("/v2/openapi.json")
        operations = [one.ok() for one in schemathesis.openapi.from_dict(document).get_all_operations()]
        assert len(operations) == sum(map(len, document["paths"].values()))
        for operation in operations:
            await asyncio.to_thread(attempt, operation, str(api.http.base_url), mode)
