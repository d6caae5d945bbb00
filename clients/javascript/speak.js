// Enters a room, says a tone, and leaves, also when it is killed: npm install && node speak.js unix:/path/odind.sock ROOM
// Over TCP: ODIND_COOKIE=$(odindctl cookie) node speak.js 127.0.0.1:7710 ROOM
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

const PROTOS = fileURLToPath(new URL("../../proto", import.meta.url));
const files = ["rooms", "audio"].map((name) => `odind/v1/${name}.proto`);
const { odind } = grpc.loadPackageDefinition(loader.loadSync(files, { includeDirs: [PROTOS], longs: Number }));

const [target = "127.0.0.1:7710", room = "lobby"] = process.argv.slice(2);
const { ODIND_COOKIE: cookie } = process.env;
const metadata = new grpc.Metadata();
if (cookie) metadata.set("authorization", `Bearer ${cookie}`);
const insecure = grpc.credentials.createInsecure();
const rooms = new odind.v1.RoomService(target, insecure);
const audio = new odind.v1.AudioService(target, insecure);
const ask = (client, method, request) =>
  new Promise((done, fail) => client[method](request, metadata, (error, answer) => (error ? fail(error) : done(answer))));

const { connection } = await ask(rooms, "JoinRoom", { roomId: room, userId: "javascript", linger: { seconds: 5 } });
console.log(`in ${connection.roomId} as peer ${connection.ownPeerId}`);

const call = audio.StreamAudio(metadata);
call.write({ config: { connectionId: connection.connectionId, send: { sampleRateHz: 48000, channels: 1 } } });
const tone = new Int16Array(48000).map((_, n) => 8000 * Math.sin((2 * Math.PI * 440 * n) / 48000));
call.write({ chunk: { pcm: Buffer.from(tone.buffer) } });
call.write({ mark: { name: "said" } });
call.end();
call.on("data", (answer) => console.log(JSON.stringify(answer)));
await new Promise((done, fail) => call.on("end", done).on("error", fail));
await ask(rooms, "LeaveRoom", { connectionId: connection.connectionId });
