"""The Helm chart: Kubernetes' own schemas allow what it makes, and the daemon knows its settings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_type_hints

import pytest
import yaml

from odind.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
CHART: Final = ROOT / "charts/odind"
TOOLS: Final = ROOT / "build/chart-tools"
SCHEMAS: Final = TOOLS / "python"
HELM: Final = shutil.which("helm", path=f"{TOOLS}{os.pathsep}{os.environ.get('PATH', '')}")
MODES: Final = ("fleet", "one", "sidecar")
FOREIGN: Final = ("ServiceMonitor",)
"""Kinds of operators, of which Kubernetes has no schemas."""

needs_schemas = pytest.mark.skipif(
    not SCHEMAS.exists(), reason="no schemas of Kubernetes: `make chart-tools` installs them"
)
pytestmark = pytest.mark.skipif(not HELM, reason="helm is not installed: `make chart-tools` builds it")


def helm(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = (str(HELM), *arguments, "--kube-version", "1.34")
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def rendered(mode: str, *more: str) -> list[dict[str, Any]]:
    """What the chart makes of the values of a mode."""
    values = str(CHART / "ci" / f"{mode}.yaml")
    made = helm("template", "voice", str(CHART), "--namespace", "games", "--values", values, *more)
    assert not made.returncode, made.stderr
    return [one for one in yaml.safe_load_all(made.stdout) if one]


def containers(documents: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the containers of odind."""
    for document in documents:
        if document["kind"] in ("StatefulSet", "Deployment"):
            pod = document["spec"]["template"]["spec"]
            every = [*pod["containers"], *pod.get("initContainers", ())]
            yield from (one for one in every if one["name"] == "odind")


def refusals(documents: list[dict[str, Any]], version: str, folder: Path) -> str:
    """What the schemas of a version of Kubernetes say against documents, "" for nothing."""
    files = [folder / f"{number}.yaml" for number in range(len(documents))]
    for file, document in zip(files, documents, strict=True):
        file.write_text(yaml.safe_dump(document))
    found = subprocess.run(
        (sys.executable, "-m", "kubernetes_validate", "--strict", "-k", version, *map(str, files)),
        env={"PYTHONPATH": str(SCHEMAS)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return found.stdout + found.stderr if found.returncode else ""


@pytest.mark.parametrize("mode", MODES)
def test_helm_finds_nothing_to_complain_of(mode: str):
    linted = helm("lint", "--strict", str(CHART), "--values", str(CHART / "ci" / f"{mode}.yaml"))
    assert not linted.returncode, linted.stdout


@needs_schemas
@pytest.mark.parametrize("version", ["1.29", "1.34"])
@pytest.mark.parametrize("mode", MODES)
def test_kubernetes_would_take_it(mode: str, version: str, tmp_path: Path):
    documents = [one for one in rendered(mode) if one["kind"] not in FOREIGN]
    assert not refusals(documents, version, tmp_path)


@needs_schemas
def test_what_kubernetes_would_not_take_is_found(tmp_path: Path):
    wrong = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "x"}, "spec": {"prots": []}}
    assert "prots" in refusals([wrong], "1.34", tmp_path)


@pytest.mark.parametrize("mode", MODES)
def test_every_setting_is_one_that_the_daemon_knows(mode: str):
    sections = get_type_hints(Config)
    (odind,) = containers(rendered(mode))
    named = [one["name"] for one in odind["env"] if one["name"].startswith("ODIND_")]
    assert len(named) == len(set(named))
    for name in named:
        section, key, *_ = name.removeprefix("ODIND_").lower().split("__")
        assert key in {setting.name for setting in fields(sections[section])}, name


@pytest.mark.parametrize("mode", MODES)
def test_a_container_is_nobody_and_writes_nothing_but_its_folders(mode: str):
    documents = rendered(mode)
    (odind,) = containers(documents)
    security = odind["securityContext"]
    assert (security["readOnlyRootFilesystem"], security["allowPrivilegeEscalation"]) == (True, False)
    assert security["capabilities"] == {"drop": ["ALL"]}
    assert all(one.get("readOnly") for one in odind["volumeMounts"] if "/etc/" in one["mountPath"])


def test_a_pod_has_the_time_that_its_drain_takes():
    (voice,) = (one for one in rendered("fleet", "--set", "drainSeconds=60") if one["kind"] == "StatefulSet")
    assert voice["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] == 75
    (odind,) = containers([voice])
    assert {"name": "ODIND_SERVER__DRAIN", "value": "60s"} in odind["env"]


@pytest.mark.parametrize(
    ("mode", "wrong", "told"),
    [
        ("one", "replicas=3", "fleet.database.secret"),
        ("one", "secrets.tls=", "secrets.tls is missing"),
        ("fleet", "fleet.certificates=", "fleet.certificates is missing"),
        ("sidecar", "server.image=", "server.image is missing"),
        ("one", "mode=cluster", "mode"),
        ("one", "replicsa=2", "replicsa"),
        ("one", "settings.server.listen=x", "listen"),
        ("one", "fleet.lease=soon", "lease"),
    ],
)
def test_wrong_values_are_told(mode: str, wrong: str, told: str):
    values = str(CHART / "ci" / f"{mode}.yaml")
    made = helm("template", "voice", str(CHART), "--values", values, "--set", wrong)
    assert made.returncode
    assert told in made.stderr
