// Says back what it hears: node dist/examples/echo.js [ROOM]
import { connect } from "@odind/client";

const [room = "lobby"] = process.argv.slice(2);
const asked = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => asked.abort());

await using daemon = connect();
await using connection = await daemon.join(room, { user: "echo", lingerMs: 5_000 });
await using stream = await connection.audio({ send: {}, receive: {} }, asked);
console.log(`echo is in ${connection.view.roomId}`);
try {
  for await (const frame of stream) await stream.write(frame.pcm);
} catch (error) {
  if (!asked.signal.aborted) throw error;
}
