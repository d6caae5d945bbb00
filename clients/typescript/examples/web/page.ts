// A room in a web page: microphone, loudspeaker, and who is there. The address fills in the form, as ?room=lobby#key=…
import { type Connection, connect, type Daemon, Loudspeaker, Microphone, OdindError } from "@odind/client/web";

const SILENCE_DBFS = -60;
const at = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const form = at<HTMLFormElement>("join");
const asked = new URLSearchParams(location.search);

/** Resolves with the next click on a button. */
const clicked = (id: string) => new Promise((done) => at(id).addEventListener("click", done, { once: true }));

for (const [name, value] of [...asked, ...new URLSearchParams(location.hash.slice(1))]) {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = value;
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void visit(Object.fromEntries(new FormData(form)) as Record<string, string>);
});

async function visit({ target, key, room = "", user = "" }: Record<string, string>): Promise<void> {
  const daemon = connect({ target, apiKey: key });
  show("Joining…");
  try {
    await inRoom(daemon, await daemon.join(room, { user, lingerMs: 5_000 }));
  } catch (error) {
    at("error").textContent = error instanceof OdindError ? `${error.reason}: ${error.message}` : String(error);
  } finally {
    inside(false);
    show("Not in a room.");
    await daemon.close();
  }
}

async function inRoom(daemon: Daemon, connection: Connection): Promise<void> {
  void watchPeers(daemon, connection);
  // `raw` is for tests: it keeps the browser from removing what it takes for noise and echo.
  const constraints = {
    echoCancellation: !asked.has("raw"),
    noiseSuppression: !asked.has("raw"),
    autoGainControl: !asked.has("raw"),
  };
  const microphone = await Microphone.open(connection, { constraints });
  const loudspeaker = await Loudspeaker.open(connection);
  inside(true);
  show(`${connection.view.userId} in ${connection.view.roomId}`);
  at("mute").onclick = () => at("mute").setAttribute("aria-pressed", String((microphone.muted = !microphone.muted)));
  const metering = setInterval(() => {
    meter("said", microphone.muted ? SILENCE_DBFS : microphone.level);
    meter("heard", loudspeaker.level);
  }, 100);
  try {
    await Promise.race([clicked("leave"), microphone.ended, loudspeaker.ended]);
    await Promise.all([microphone.close(), loudspeaker.close()]);
    await connection.leave();
  } finally {
    clearInterval(metering);
  }
}

async function watchPeers(daemon: Daemon, connection: Connection): Promise<void> {
  const peers = new Map<number, string>();
  for await (const item of daemon.watch({ connectionIds: [connection.id] })) {
    if (item.case === "snapshot") {
      peers.clear();
      for (const peer of item.value.connections.flatMap((one) => one.peers)) peers.set(peer.peerId, peer.userId);
    } else if (item.value.kind.case === "peerJoined") {
      const { peer } = item.value.kind.value;
      if (peer) peers.set(peer.peerId, peer.userId);
    } else if (item.value.kind.case === "peerLeft") {
      peers.delete(item.value.kind.value.peer?.peerId ?? 0);
    }
    at("peers").textContent = [...peers.values()].join(", ") || "nobody else";
  }
}

function meter(id: string, level: number): void {
  at<HTMLMeterElement>(id).value = Math.max(level, SILENCE_DBFS);
  at(`${id}-text`).textContent = level > SILENCE_DBFS ? `${level.toFixed(1)} dBFS` : "silent";
}

function show(state: string): void {
  at("state").textContent = state;
}

function inside(open: boolean): void {
  form.hidden = open;
  at("inside").hidden = !open;
  if (open) at("error").textContent = "";
}
