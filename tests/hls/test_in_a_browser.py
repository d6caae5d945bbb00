"""Chromium with hls.js plays the live HLS of a room in which two real peers talk."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from base64 import b64decode
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from odind.core.live.cues import Cue
from tests.http.pages import browser, needs_chromium
from tests.services.household import RATE, say, speech

from .alike import most_alike
from .test_package import decoded
from .theatre import open_theatre

if TYPE_CHECKING:
    from pathlib import Path

    from odind.core.live.cues import CueBoard

CLOSE_S = 0.5
ROUND = 9 * RATE  # the speech is said over and over, and every stretch of it lies in the first ones
PATIENCE = 90.0

pytestmark = [needs_chromium, pytest.mark.timeout(300)]

STEADY = """() => {  // a player that catches up plays faster, and stretches the sound
  hls.config.maxLiveSyncPlaybackRate = 1;
  video.playbackRate = 1;
}"""
CAPTURE = """() => {
  const context = new AudioContext({ sampleRate: 48000 });
  const source = context.createMediaElementSource(video);
  const tap = context.createScriptProcessor(4096, 1, 1);
  window.captured = [];
  tap.onaudioprocess = ({ inputBuffer }) => {
    const block = inputBuffer.getChannelData(0);
    if (block.some(Boolean)) captured.push(...block);  // none of it while the player waits
  };
  source.connect(tap);
  tap.connect(context.destination);
}"""
CAPTURED = """() => {
  const bytes = new Uint8Array(Float32Array.from(captured).buffer);
  const texts = [];
  for (let at = 0; at < bytes.length; at += 8192)
    texts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return btoa(texts.join(""));
}"""
CUE = """() => {
  const cue = video.textTracks[0].activeCues?.[0];
  return cue && [cue.text, hls.playingDate.getTime() / 1000 - video.currentTime + cue.startTime];
}"""
BEHIND = "(Date.now() - hls.playingDate) / 1000"


@pytest.mark.flaky(reruns=4)  # a browser, a grid and two peers share the cores with the daemon
async def test_a_browser_hears_what_was_said_seeks_and_shows_captions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = speech(120)
    bens = np.asarray(0.5 * mine[::-1], np.float32)
    async with (
        open_theatre(tmp_path, monkeypatch) as theatre,
        browser() as chromium,
        asyncio.TaskGroup() as tasks,
    ):
        anna, ben = await theatre.household.join("anna"), await theatre.household.join("ben")
        output = await theatre.daemon.hls.start_room("lobby", name="lobby", captions=True)
        job_id = output.job.job_id
        speaking = [tasks.create_task(say(anna, mine)), tasks.create_task(say(ben, bens))]
        await theatre.daemon.hls.playable(job_id)
        page = await chromium.new_page()
        await page.goto(f"{theatre.url}{output.path}")
        await page.click("#live")
        await told(page, "window.hls?.playingDate && video.currentTime > 0")
        began: list[float] = []
        captioning = tasks.create_task(caption(theatre.board, began))
        text, at = await told(page, CUE)
        captioning.cancel()
        await told(page, f"{BEHIND} < 5")
        await page.evaluate(STEADY)
        await page.evaluate(CAPTURE)
        await told(page, f"captured.length > {10 * RATE}")
        heard = np.frombuffer(b64decode(await page.evaluate(CAPTURED)), "<f4")
        state = await page.inner_text("#state")
        behind = await page.evaluate(BEHIND)
        await page.evaluate("video.currentTime = video.seekable.start(0) + 0.5")
        await told(page, "!video.seeking && !video.paused && video.readyState > 2")
        back = await page.evaluate(BEHIND)
        for task in speaking:
            task.cancel()
        await theatre.daemon.hls.stop(job_id)
        await theatre.daemon.hls.ended(job_id)
    made = decoded(tmp_path / "hls" / "lobby" / "aac-48" / "index.m3u8")
    number = int(re.sub(r"\D", "", text))
    assert text == f"<v anna>Hello, &lt;all {number}&gt;</v>"
    assert abs(at - began[number]) < CLOSE_S
    assert state == ""
    assert back > behind + 2
    assert most_alike(heard, made) >= 0.98
    assert most_alike(made, mine[:ROUND], bens[:ROUND]) >= 0.9


async def caption(board: CueBoard, began: list[float]) -> None:
    """Post captions as they come while somebody talks: the page may be too late for some."""
    for number in itertools.count():
        now = time.time()
        began.append(now - 1.0)
        board.post(Cue("lobby", "anna", f"Hello, <all {number}>", began[-1], now + 1.0))
        await asyncio.sleep(2.0)


async def told(page: Any, expression: str) -> Any:
    """Wait until a page has a value for an expression; its policy lets nothing be evaluated by itself."""
    async with asyncio.timeout(PATIENCE):
        while not (value := await page.evaluate(expression)):  # noqa: ASYNC110 - nobody else knows
            await asyncio.sleep(0.1)
    return value
