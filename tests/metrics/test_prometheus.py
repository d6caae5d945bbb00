"""A real Prometheus reads the page, the alerts and every question of the dashboard."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.http.installed import free_port
from tests.rpc.bench import PATIENCE

from .scraping import Scraped, open_scraped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

FOLDER = Path(__file__).parents[2] / "monitoring"
DASHBOARD = json.loads((FOLDER / "dashboard.json").read_text())
QUESTIONS = sorted({target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]})
OF_WORKERS = {f"odind_worker_{name}" for name in ("up", "starts_total", "cpu_seconds_total")} | {
    f"odind_worker_{name}" for name in ("resident_memory_bytes", "open_fds")
}
OF_LINKS = {"odind_connection_rtt_seconds", "odind_connection_sent_loss_ratio"} | {
    f"odind_probe_{name}" for name in ("delay_seconds", "join_seconds", "loss_ratio")
}
"""The rooms in memory have no network that could be measured, and nobody probes them."""
needs_prometheus = pytest.mark.skipif(
    not (shutil.which("prometheus") and shutil.which("promtool")),
    reason="prometheus is missing (Debian: prometheus)",
)
pytestmark = needs_prometheus


def promtool(*arguments: str | Path, text: str = "") -> str:
    done = subprocess.run(["promtool", *arguments], input=text, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def names_in(text: str) -> set[str]:
    return set(re.findall(r"\b(?:odind|process)_[a-z_]+\b", text))


class Prometheus:
    """A Prometheus that runs, and its API."""

    def __init__(self, port: int) -> None:
        url = f"http://127.0.0.1:{port}/api/v1"
        self.http = httpx.AsyncClient(base_url=url, trust_env=False, timeout=PATIENCE)

    async def ask(self, path: str, **parameters: str) -> Any:
        """Return the data of an answer."""
        answer = await self.http.get(path, params=parameters)
        assert answer.json()["status"] == "success", answer.text
        return answer.json()["data"]

    async def until_scraped(self) -> None:
        """Wait until it has read the daemon's page."""
        async with asyncio.timeout(PATIENCE):
            while True:
                with suppress(httpx.TransportError, ValueError):  # 503 in words while it starts
                    targets = (await self.ask("targets"))["activeTargets"]
                    if targets and targets[0]["health"] == "up":
                        return
                await asyncio.sleep(0.05)


@asynccontextmanager
async def running(folder: Path, scraped: Scraped) -> AsyncIterator[Prometheus]:
    """Run Prometheus with the rules, reading the daemon every second."""
    port, config = free_port(), folder / "prometheus.yml"
    text = (FOLDER / "prometheus.yml").read_text()
    for shipped, here in (
        ("127.0.0.1:7711", f"127.0.0.1:{scraped.port}"),
        ("alerts.yml", str(FOLDER / "alerts.yml")),
        ("/var/lib/odind/cookie", str(folder / "cookie")),
    ):
        assert shipped in text
        text = text.replace(shipped, here)
    (folder / "cookie").write_text("x")
    config.write_text("global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}\n" + text)
    process = await asyncio.create_subprocess_exec(
        "prometheus",
        f"--config.file={config}",
        f"--storage.tsdb.path={folder}/data",
        f"--web.listen-address=127.0.0.1:{port}",
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        prometheus = Prometheus(port)
        async with prometheus.http:
            await prometheus.until_scraped()
            yield prometheus
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def test_the_page_keeps_prometheus_s_conventions():
    async with open_scraped() as scraped:
        await scraped.join()
        page = await scraped.page()
    promtool("check", "metrics", text=page)


def test_the_rules_are_accepted():
    assert "SUCCESS" in promtool("check", "rules", FOLDER / "alerts.yml")


async def test_prometheus_reads_the_daemon_and_answers_every_question_of_the_dashboard(tmp_path: Path):
    async with open_scraped() as scraped:
        await scraped.join(user_id="anna")
        await scraped.plane.vitals.look()
        async with running(tmp_path, scraped) as prometheus:
            found = await prometheus.ask("query", query='odind_connections{state="joined"}')
            assert found["result"][0]["value"][1] == "1"
            groups = (await prometheus.ask("rules"))["groups"]
            assert {rule["health"] for group in groups for rule in group["rules"]} <= {"ok", "unknown"}
            for question in QUESTIONS:
                asked = question.replace("$__rate_interval", "1m").replace("$instance", ".*")
                await prometheus.ask("query", query=asked)


async def test_alerts_and_dashboard_ask_for_what_the_page_has_and_nothing_else():
    async with open_scraped() as scraped:
        await scraped.join()
        await scraped.plane.vitals.look()
        exposed = {
            line.partition("{")[0].partition(" ")[0]
            for line in (await scraped.page()).splitlines()
            if not line.startswith("#")
        }
    rules = (FOLDER / "alerts.yml").read_text()
    asked = names_in("\n".join(QUESTIONS)) | names_in("\n".join(re.findall(r"expr: (.*)", rules)))
    assert asked - exposed - OF_WORKERS - OF_LINKS == set()


WHEN_A_CHECK_FAILS = """
rule_files: [alerts.yml]
evaluation_interval: 15s
tests:
  - interval: 15s
    input_series: [{series: 'odind_check_ok{check="gateway"}', values: 1 1 0 0 0 0 0 0}]
    alert_rule_test:
      - {eval_time: 60s, alertname: OdindCheckFails, exp_alerts: []}
      - eval_time: 105s
        alertname: OdindCheckFails
        exp_alerts:
          - exp_labels: {severity: critical, check: gateway}
            exp_annotations:
              summary: "odind: the check gateway fails"
              description: "`odindctl health` says what was found and what to do."
"""


def test_an_alert_fires_when_a_check_fails_for_a_minute(tmp_path: Path):
    shutil.copy(FOLDER / "alerts.yml", tmp_path)
    (tmp_path / "test.yml").write_text(WHEN_A_CHECK_FAILS)
    promtool("test", "rules", tmp_path / "test.yml")
