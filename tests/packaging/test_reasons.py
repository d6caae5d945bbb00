"""odindctl and the documentation know every reason that odind gives."""

from __future__ import annotations

import re

from odind.core.errors import ERRORS
from tests.rpc.test_documented_errors import promised
from tools.reasons import DOCUMENT, ROOT, TABLE, as_document, as_json, collect, sources

NOT_REASONS = {
    # where a reason could stand and something else does
    *ERRORS,
    *("DATA_LOSS", "DEADLINE_EXCEEDED", "NOT_SERVING"),  # gRPC's
    *("USER_ID", "ROOM_ID"),  # the beginnings of reasons
    *(
        "ODIND_ACCESS_KEY",
        "ODIND_API_KEY",
        "ODIND_CONNECTION",
        "ODIND_COOKIE_FILE",
        "ODIND_GRID_STATE",
        "ODIND_PASSWORD",
        "ODIND_SRT_PASSPHRASE",
        "ODIND_STREAM_KEY",
    ),
    *("ODIND_TARGET", "ODIND_TLS_CA", "ODIND_TLS_CERT", "ODIND_TLS_KEY", "ODIND_TOKEN"),  # of the environment
    *("GRPC_SSL_CIPHER_SUITES", "HF_HUB_OFFLINE", "OMP_WAIT_POLICY", "OPENBLAS_NUM_THREADS"),
    *("GRPC_ENABLE_FORK_SUPPORT", "GRPC_VERBOSITY", "NOTIFY_SOCKET", "PULSE_SERVER", "SSL_CERT_FILE"),
    *("LISTEN_FDNAMES", "LISTEN_FDS", "LISTEN_PID"),  # systemd's
    *("RUNTIME_DIRECTORY", "STATE_DIRECTORY", "WATCHDOG_PID", "WATCHDOG_USEC", "XDG_RUNTIME_DIR"),
    *("DISK_FAILED", "DISK_FULL", "DISK_SLOW"),  # how recordings end
    *("MAX_BYTES", "MAX_DURATION", "NOTHING_HEARD", "NOTICE_FAILED"),
    *("CERTIFICATE_VERIFY_FAILED", "UNKNOWN_CA"),  # OpenSSL's
    *("XDG_STATE_HOME", "PULSE_SINK", "PULSE_SOURCE", "PULSE_PROP"),
    *("SC_CLK_TCK", "SC_PAGE_SIZE", "SC_PHYS_PAGES"),  # of sysconf
    *(
        "GAIN_CONTROL",
        "MIX_AND_PER_PEER",
        "NOISE_SUPPRESSION",
        "OPUS_APPLICATION",
        "PER_PEER",
        "PROCESSING_PRESET",
        "SAMPLE_FORMAT_OPUS",
        "SAMPLE_FORMAT_S16LE",
    ),  # enums
}
QUOTED = re.compile(r"""["']([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)["']""")


def test_the_table_and_the_page_are_what_code_and_protos_say() -> None:
    reasons = collect()
    assert TABLE.read_text() == as_json(reasons), "run make reasons"
    assert DOCUMENT.read_text() == as_document(reasons), "run make reasons"


def test_whatever_looks_like_a_reason_in_the_code_is_one_or_is_known_not_to_be() -> None:
    quoted = {
        (name, str(file.relative_to(ROOT)))
        for file in sources()
        for name in QUOTED.findall(file.read_text())
        if name not in NOT_REASONS
    }
    known = collect()
    assert {(name, file) for name, file in quoted if name not in known} == set()


def test_every_promise_of_a_proto_is_explained_with_its_code_and_call() -> None:
    known = collect()
    for call, code, name in promised():
        assert code in known[name].codes
        assert call in known[name].calls


def test_a_reason_has_one_code_but_where_it_also_ends_connections() -> None:
    several = {name: reason.codes for name, reason in collect().items() if len(reason.codes) > 1}
    assert {name for name, codes in several.items() if "END" not in codes} == {"METHOD_UNKNOWN"}


def test_all_but_a_few_have_a_text() -> None:
    """A text that is put together elsewhere is not found."""
    reasons = collect()
    assert len([reason for reason in reasons.values() if not reason.texts]) < len(reasons) / 20
