import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import { Readable } from "node:stream";
import { test } from "node:test";
import { opened } from "./script.js";

const LEFT = { case: "laneEnded", value: { code: "FAILED_PRECONDITION", reason: "CONNECTION_LEFT" } } as const;

test("a writer waits for credit and goes on as far as it reaches", async () => {
  const [stream, script] = await opened(3n);
  const written = stream.write(new Int16Array(5));
  assert.equal(await script.chunk(), 6);
  script.say({ case: "flow", value: { acceptedUntil: 5n } });
  assert.equal(await script.chunk(), 4);
  await written;
  await stream.close();
});

test("a writer without credit is told of the end", async () => {
  const [stream, script] = await opened(0n);
  const written = stream.write(new Int16Array(5));
  script.say({ case: "laneEnded", value: { code: "UNAVAILABLE", reason: "WORKER_LOST" } });
  await assert.rejects(written, { code: "UNAVAILABLE", reason: "WORKER_LOST" });
  await stream.close();
});

test("a mark that nobody waits for ends no program when the stream ends", async () => {
  const [stream] = await opened(0n);
  const mark = stream.mark("here");
  await stream.close();
  await assert.rejects(mark, { reason: "STREAM_ENDED" });
});

test("marks of one name are answered in their order", async () => {
  const [stream, script] = await opened(0n);
  const marks = Promise.all([stream.mark("here"), stream.mark("here")]);
  for (const position of [1n, 2n]) script.say({ case: "markReached", value: { name: "here", position } });
  assert.deepEqual(
    (await marks).map((mark) => mark.position),
    [1n, 2n],
  );
  await stream.close();
});

test("an iteration yields all frames until the connection is left", async () => {
  const [stream, script] = await opened(0n);
  for (const pcm of ["ab", "cdef"]) {
    script.say({ case: "frames", value: { frames: [{ pcm: Buffer.from(pcm) }] } });
  }
  script.say(LEFT);
  assert.equal(await text(Readable.from(stream).map((frame) => frame.pcm)), "abcdef");
  await stream.close();
});

test("the oldest of what nobody receives is dropped and counted", async () => {
  const [stream, script] = await opened(0n);
  for (let sequence = 1n; sequence <= 510n; sequence++) {
    script.say({ case: "frames", value: { frames: [{ sequence }] } });
  }
  script.say(LEFT);
  script.close();
  await stream.ended;
  const heard = await stream.receive();
  assert.equal(heard?.dropped, 10);
  assert.equal(heard.frames[0]?.sequence, 11n);
});

test("a signal ends the stream with its reason", async () => {
  const asked = new AbortController();
  const [stream] = await opened(0n, asked.signal);
  const written = stream.write(new Int16Array(1));
  asked.abort();
  await assert.rejects(written, { name: "AbortError" });
  await assert.rejects(stream.receive(), { name: "AbortError" });
  await stream.ended;
});

test("what is piped into a stream is spoken and drained", async () => {
  const [stream, script] = await opened(100n);
  const piped = new Blob(["abcd"]).stream().pipeTo(stream.writable);
  assert.equal(await script.chunk(), 4);
  assert.equal((await script.next()).kind.case, "finish");
  script.say({ case: "drained", value: {} });
  await piped;
  await stream.close();
});
