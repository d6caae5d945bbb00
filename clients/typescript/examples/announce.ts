// Says a WAV file of 16 bit into a room: node dist/examples/announce.js ROOM FILE
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { connect } from "@odind/client";

const HEADER_BYTES = 44; // of the usual kind, without further chunks

const [room, file] = process.argv.slice(2);
if (!room || !file) {
  console.error("usage: announce ROOM FILE");
  process.exit(2);
}
const header = Buffer.alloc(HEADER_BYTES);
await using opened = await open(file);
await opened.read(header);
const format = { channels: header.readUInt16LE(22), sampleRateHz: header.readUInt32LE(24) };

await using daemon = connect();
await using connection = await daemon.join(room, { user: "announcer", lingerMs: 5_000 });
await using speaker = await connection.speak(format);
await Readable.toWeb(createReadStream(file, { start: HEADER_BYTES })).pipeTo(speaker.writable); // drains at the end
