// Plays the HLS output beside which this page is served. A credential of the daemon may be in the fragment of the
// address, which no server sees: #token=… is sent with every request.
"use strict";

const video = document.getElementById("video");
const state = document.getElementById("state");
const delay = document.getElementById("delay");
const token = new URLSearchParams(location.hash.slice(1)).get("token");
const name = decodeURIComponent(location.pathname.split("/").at(-2));

document.title = document.getElementById("name").textContent = name;

function tell(text) {
  state.textContent = text;
}

function playNatively() {
  video.src = "master.m3u8";
  tell("");
}

function play() {
  const hls = new Hls({
    enableWorker: false,
    lowLatencyMode: true,
    maxLiveSyncPlaybackRate: 1.5,
    startLevel: 0,
    manifestLoadPolicy: { default: {
      maxTimeToFirstByteMs: 10000, maxLoadTimeMs: 20000,
      timeoutRetry: { maxNumRetry: 100, retryDelayMs: 1000, maxRetryDelayMs: 5000 },
      errorRetry: { maxNumRetry: 100, retryDelayMs: 1000, maxRetryDelayMs: 5000 },
    } },
    xhrSetup: (request) => {
      if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
    },
  });
  window.hls = hls;
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    hls.subtitleDisplay = true;
    video.play().catch(() => tell("Press play to listen."));
  });
  hls.on(Hls.Events.LEVEL_LOADED, (_, { details }) => {
    document.getElementById("live").hidden = !details.live;
  });
  hls.on(Hls.Events.ERROR, (_, error) => {
    if (!error.fatal) return;
    tell(`The stream cannot be played: ${error.details}`);
    if (error.type === Hls.ErrorTypes.NETWORK_ERROR) setTimeout(() => hls.startLoad(), 2000);
    if (error.type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
  });
  document.getElementById("live").addEventListener("click", () => {
    video.currentTime = hls.liveSyncPosition ?? video.currentTime;
    video.play();
  });
  setInterval(() => {
    const playing = hls.playingDate;
    delay.textContent = playing && hls.levels[hls.currentLevel]?.details?.live
      ? `${((Date.now() - playing) / 1000).toFixed(1)} s behind` : "";
  }, 500);
  hls.loadSource("master.m3u8");
  hls.attachMedia(video);
}

video.addEventListener("playing", () => tell(""));
if (Hls.isSupported()) play();
else playNatively();
