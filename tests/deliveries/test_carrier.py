"""Letters on the wire, as receivers see them: verified with the standard's library and with OpenSSL's RSA."""

from __future__ import annotations

import base64
import json
import time
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from standardwebhooks import Webhook, WebhookVerificationError

from odind.core.errors import OdindError
from odind.core.webhooks.endpoint import Dialect, new_secret
from odind.core.webhooks.ports import Letter
from odind.deliveries import HttpCarrier, RsaKey
from tests.egress.stand_in import PUBLIC, Host, Names, answer, egress, serving

if TYPE_CHECKING:
    import asyncio
    from pathlib import Path

    from odind.core.webhooks.ports import Reply

BODY = '{"type":"peer.joined","data":{"name":"Änne"}}'


class Receiver(Host):
    """Keeps the headers and the body of each letter."""

    def __init__(self, reply: bytes) -> None:
        super().__init__()
        self.reply = reply
        self.bodies: list[bytes] = []

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.requests.append(head)
        self.bodies.append(await reader.readexactly(int(self.headers["content-length"])))
        writer.write(self.reply)
        writer.close()
        await writer.wait_closed()

    @property
    def headers(self) -> dict[str, str]:
        lines = self.requests[-1].split("\r\n")[1:]
        return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines) if name}


def letter(dialect: Dialect = Dialect.STANDARD, *secrets: str, sent_at: float | None = None) -> Letter:
    now = int(sent_at or time.time())
    return Letter("http://receiver.example/hook", "msg_w1_7", now, BODY, dialect, secrets)


async def post(receiver: Receiver, sent: Letter, folder: Path) -> tuple[Reply, HttpCarrier]:
    async with serving(receiver):
        client, _ = egress(receiver, Names([PUBLIC]))
        async with client:
            carrier = HttpCarrier(client, RsaKey(folder / "webhooks.pem"))
            return await carrier.post(sent), carrier


async def test_both_secrets_of_a_rotation_verify_and_no_other(tmp_path: Path):
    receiver, (new, old, other) = Receiver(answer(b"ok")), (new_secret().text for _ in range(3))
    await post(receiver, letter(Dialect.STANDARD, new, old), tmp_path)
    for secret in (new, old):
        assert Webhook(secret).verify(receiver.bodies[0], receiver.headers) == json.loads(BODY)
    with pytest.raises(WebhookVerificationError):
        Webhook(other).verify(receiver.bodies[0], receiver.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new).verify(receiver.bodies[0].replace(b"peer", b"poor"), receiver.headers)


async def test_an_old_letter_does_not_verify(tmp_path: Path):
    receiver, secret = Receiver(answer(b"ok")), new_secret().text
    await post(receiver, letter(Dialect.STANDARD, secret, sent_at=time.time() - 301), tmp_path)
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook(secret).verify(receiver.bodies[0], receiver.headers)


async def test_the_dialect_of_videosdk_is_signed_with_a_key_that_a_file_keeps(tmp_path: Path):
    receiver = Receiver(answer(b"ok"))
    _, carrier = await post(receiver, letter(Dialect.VIDEOSDK), tmp_path)
    pem = await RsaKey(tmp_path / "webhooks.pem").public_pem()
    assert pem == await carrier.public_key()
    key = serialization.load_pem_public_key(pem.encode())
    assert isinstance(key, rsa.RSAPublicKey)
    signature = base64.b64decode(receiver.headers["videosdk-signature"])
    again = json.dumps(json.loads(receiver.bodies[0]), separators=(",", ":"), ensure_ascii=False).encode()
    for body in (receiver.bodies[0], again):
        key.verify(signature, body, padding.PKCS1v15(), hashes.SHA256())
    with pytest.raises(InvalidSignature):
        key.verify(signature, receiver.bodies[0] + b" ", padding.PKCS1v15(), hashes.SHA256())
    assert (tmp_path / "webhooks.pem").stat().st_mode & 0o777 == 0o600


async def test_a_damaged_key_is_replaced(tmp_path: Path):
    (tmp_path / "webhooks.pem").write_text("no key")
    assert "BEGIN PUBLIC KEY" in await RsaKey(tmp_path / "webhooks.pem").public_pem()
    assert "BEGIN PRIVATE KEY" in (tmp_path / "webhooks.pem").read_text()


async def test_a_redirect_is_an_answer_and_nothing_is_posted_elsewhere(tmp_path: Path):
    receiver = Receiver(answer(b"", 302, "location: http://other.example/"))
    reply, _ = await post(receiver, letter(Dialect.STANDARD, new_secret().text), tmp_path)
    assert (reply.status, len(receiver.requests)) == (302, 1)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("120", 120.0), ("soon", None), ("-1", None), ("9" * 40, 999_999_999.0), ("", None)],
)
async def test_seconds_to_wait_are_understood(told: str, seconds: float | None, tmp_path: Path):
    receiver = Receiver(answer(b"slow", 503, f"retry-after: {told}"))
    reply, _ = await post(receiver, letter(Dialect.STANDARD, new_secret().text), tmp_path)
    assert (reply.status, reply.text, reply.retry_after_s) == (503, "slow", seconds)


async def test_a_date_to_wait_for_is_understood(tmp_path: Path):
    receiver = Receiver(answer(b"", 503, f"retry-after: {formatdate(time.time() + 600, usegmt=True)}"))
    reply, _ = await post(receiver, letter(Dialect.STANDARD, new_secret().text), tmp_path)
    assert reply.retry_after_s is not None
    assert 500 < reply.retry_after_s <= 600


async def test_an_answer_that_is_too_long_is_an_error(tmp_path: Path):
    receiver = Receiver(answer(b"x" * 20_000))
    with pytest.raises(OdindError, match="ANSWER_TOO_LARGE"):
        await post(receiver, letter(Dialect.STANDARD, new_secret().text), tmp_path)
