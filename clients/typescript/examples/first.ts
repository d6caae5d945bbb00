import { connect } from "@odind/client";

await using daemon = connect(); // ODIND_TARGET, or the daemon of this machine
await using alice = await daemon.join("lobby", { user: "alice" });
await using speaker = await alice.speak(); // 48 kHz, mono, 16 bit
for await (const pcm of process.stdin) await speaker.write(pcm);
await speaker.drain();
