"""Real servers that take streams, as Debian has them, and ears on their other side."""

from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from odind.core.push.plan import PushPlan, PushSecrets, default_codec
from odind.egress import EgressConfig
from odind.egress.dialling import Dialler
from odind.push.carrier import NetworkCarrier
from tests.http.installed import SPEECH, free_port
from tests.rpc.bench import PATIENCE

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator

    from odind.core.push.address import Codec
    from odind.core.push.ports import Carriage

KEY = "s3cr3t-k3y"
RATE = 48_000
PIECE = RATE // 10
_ICECAST = """<icecast>
<limits><clients>20</clients><sources>5</sources><burst-on-connect>1</burst-on-connect></limits>
<authentication><source-password>{key}</source-password><admin-user>a</admin-user><admin-password>a</admin-password>
</authentication><hostname>localhost</hostname>
<listen-socket><port>{port}</port><bind-address>127.0.0.1</bind-address><shoutcast-mount>/old.mp3</shoutcast-mount>
</listen-socket>
<paths><logdir>/tmp</logdir><webroot>/usr/share/icecast2/web</webroot>
<adminroot>/usr/share/icecast2/admin</adminroot></paths><logging><errorlog>-</errorlog><accesslog>-</accesslog></logging>
<security><chroot>0</chroot>{owner}</security></icecast>"""
_OWNER = "<changeowner><user>icecast2</user><group>icecast</group></changeowner>"
_NGINX = """load_module {module};
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/log info; {user}
events {{ worker_connections 64; }}
rtmp {{ server {{ listen 127.0.0.1:{port};
  application live {{ live on; notify_method get; on_publish http://127.0.0.1:{http}/allowed; }} }} }}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{http}; location /allowed {{
    if ($arg_name != "{key}") {{ return 403; }} return 200; }} }} }}"""
_TLS = """load_module {module};
daemon off; worker_processes 1; pid {folder}/tls-pid; error_log {folder}/tls-log info; {user}
events {{ worker_connections 64; }}
stream {{ server {{ listen 127.0.0.1:{port} ssl; ssl_protocols TLSv1.2 TLSv1.3;
  ssl_certificate {keys}/server.pem; ssl_certificate_key {keys}/server.key;
  proxy_pass 127.0.0.1:{behind}; }} }}"""
_STREAM_MODULE = "/usr/lib/nginx/modules/ngx_stream_module.so"
_RTMP_MODULE = "/usr/lib/nginx/modules/ngx_rtmp_module.so"

needs_icecast = pytest.mark.skipif(not shutil.which("icecast2"), reason="icecast2 is not installed")
needs_nginx = pytest.mark.skipif(
    not (shutil.which("nginx") and Path(_RTMP_MODULE).exists()),
    reason="nginx with its RTMP module is not installed (Debian: nginx-light libnginx-mod-rtmp)",
)
needs_tls_front = pytest.mark.skipif(
    not (shutil.which("nginx") and Path(_STREAM_MODULE).exists()),
    reason="nginx with its stream module is not installed (Debian: nginx-light libnginx-mod-stream)",
)
needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")


def speech() -> np.ndarray:
    """The clip of the examples, a bit more than 6 s at 48 kHz."""
    with av.open(str(SPEECH)) as file:
        return np.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])


@asynccontextmanager
async def icecast(folder: Path) -> AsyncIterator[int]:
    """Run Icecast, and give its port, which SHOUTcast's listeners would have. It never runs as root."""
    port, owner, config = free_port(), "" if os.geteuid() else _OWNER, folder / "icecast.xml"
    config.write_text(_ICECAST.format(port=port, owner=owner, key=KEY))
    async with _running("icecast2", "-c", str(config), port=port):
        yield port


@asynccontextmanager
async def nginx(folder: Path) -> AsyncIterator[int]:
    """Run nginx, which lets those publish alone who know the key, and give the port of RTMP."""
    port, http, user = free_port(), free_port(), "" if os.geteuid() else "user root;"
    config = folder / "nginx.conf"
    config.write_text(
        _NGINX.format(folder=folder, port=port, http=http, user=user, key=KEY, module=_RTMP_MODULE)
    )
    async with _running("nginx", "-c", str(config), "-p", str(folder), port=port):
        yield port


@asynccontextmanager
async def tls_front(folder: Path, keys: Path, behind: int) -> AsyncIterator[int]:
    """Have nginx speak TLS for a server that does not, with a certificate of localhost; give its port."""
    port, user, config = free_port(), "" if os.geteuid() else "user root;", folder / "tls.conf"
    config.write_text(
        _TLS.format(folder=folder, port=port, behind=behind, keys=keys, user=user, module=_STREAM_MODULE)
    )
    async with _running("nginx", "-c", str(config), "-p", str(folder), port=port):
        yield port


@asynccontextmanager
async def _running(*command: str, port: int) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
    try:
        async with asyncio.timeout(PATIENCE):
            await _answers(port)
        yield
    finally:
        process.terminate()
        await process.wait()


async def _answers(port: int) -> None:
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.02)


def plan_of(address: str, codec: Codec | None = None, title: str = "") -> PushPlan:
    return PushPlan(address, codec or default_codec(address), title=title)


@asynccontextmanager
async def carrying(
    plan: PushPlan, key: str = KEY, passphrase: str = "", trust: ssl.SSLContext | None = None
) -> AsyncIterator[Carriage]:
    """Connect to a destination on this machine."""
    dialler = Dialler(EgressConfig(allow_networks=("127.0.0.0/8", "::1/128")), trust=trust)
    carrier = NetworkCarrier(dialler, allow_http=True)
    carrier.check(plan)
    async with asyncio.timeout(PATIENCE), carrier.connect(plan, PushSecrets(key, passphrase)) as carriage:
        yield carriage


async def say(carriage: Carriage, sound: np.ndarray, faster: float = 100) -> None:
    """Send a sound, `faster` than it sounds."""
    for first in range(0, len(sound), PIECE):
        await carriage.send(sound[first : first + PIECE].astype(np.int16).tobytes())
        await asyncio.sleep(PIECE / RATE / faster)


async def listen(address: str, seconds: float, *options: str) -> np.ndarray:
    """Hear what a server hands on, by ffmpeg."""
    process = await asyncio.create_subprocess_exec(
        *("ffmpeg", "-v", "error", *options, "-i", address, "-t", str(seconds)),
        *("-f", "s16le", "-ac", "1", "-ar", str(RATE), "pipe:1"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        heard, _ = await process.communicate()
    finally:
        with suppress(ProcessLookupError):
            process.kill()
    return np.frombuffer(heard, np.int16)
