import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { GapKind, StreamAudioRequestSchema, type StreamAudioResponse } from "../src/gen/odind/v1/audio_pb.js";
import { MessageReader, written } from "../src/web/messages.js";

const INTRODUCTION = '{"frames": {"frames": [{"peerId": 7, "userId": "anna", "lane": 0, "mediaId": 3}]}}';

/** A frame of peer 7, behind a header of any size from 40. */
function framed({ flags = 0, size = 40, sound = [1, 2, 3, 4] }): ArrayBuffer {
  const header = new DataView(new ArrayBuffer(size + sound.length));
  header.setUint8(0, size);
  header.setUint8(1, flags);
  header.setUint32(4, 7, true);
  header.setBigUint64(8, 2n ** 64n - 1n, true);
  header.setUint32(24, 3, true);
  header.setUint32(36, 5, true);
  new Uint8Array(header.buffer, size).set(sound);
  return header.buffer;
}

function heard(response: StreamAudioResponse | undefined) {
  assert.equal(response?.kind.case, "frames");
  return response.kind.value;
}

test("a frame has its sound, its numbers and what was dropped before it", () => {
  const { frames, dropped } = heard(new MessageReader().read(framed({ flags: 1 })));
  assert.equal(dropped, 5);
  assert.equal(frames[0]?.sequence, 2n ** 64n - 1n);
  assert.equal(frames[0]?.voice, true);
  assert.deepEqual([...(frames[0]?.pcm ?? [])], [1, 2, 3, 4]);
});

test("a header of a newer daemon may be longer", () => {
  const { frames } = heard(new MessageReader().read(framed({ size: 48 })));
  assert.deepEqual([...(frames[0]?.pcm ?? [])], [1, 2, 3, 4]);
});

test("flags tell packets and why there is none", () => {
  const reader = new MessageReader();
  const [packet] = heard(reader.read(framed({ flags: 16 }))).frames;
  assert.equal(packet?.opus.length, 4);
  assert.equal(packet?.pcm.length, 0);
  assert.equal(heard(reader.read(framed({ flags: 2, sound: [] }))).frames[0]?.gap, GapKind.SILENCE);
  assert.equal(heard(reader.read(framed({ flags: 4, sound: [] }))).frames[0]?.gap, GapKind.LOSS);
});

test("a peer that was introduced has its name in the next frame alone", () => {
  const reader = new MessageReader();
  assert.equal(reader.read(INTRODUCTION), undefined);
  assert.equal(heard(reader.read(framed({}))).frames[0]?.userId, "anna");
  assert.equal(heard(reader.read(framed({}))).frames[0]?.userId, "");
});

test("an error ends the call with its code, reason and metadata", () => {
  const said = { code: "not_found", reason: "CONNECTION_NOT_FOUND", message: "there is none", metadata: { a: "b" } };
  const wanted = { code: "NOT_FOUND", reason: "CONNECTION_NOT_FOUND", message: "there is none", metadata: { a: "b" } };
  assert.throws(() => new MessageReader().read(JSON.stringify({ error: said })), wanted);
});

test("a frame that is cut is refused", () => {
  for (const data of [new ArrayBuffer(0), framed({}).slice(0, 39)]) {
    assert.throws(() => new MessageReader().read(data), { reason: "MESSAGE_MALFORMED" });
  }
});

test("kinds and fields of a newer daemon are skipped", () => {
  assert.equal(new MessageReader().read('{"lane": 0, "newer": {"a": 1}}')?.kind.case, undefined);
});

test("sound is written as it is, packets one by one, and all else as JSON", () => {
  const request = (kind: Parameters<typeof create<typeof StreamAudioRequestSchema>>[1]) =>
    written(create(StreamAudioRequestSchema, kind));
  const [one, two] = [Uint8Array.of(1, 2), Uint8Array.of(3)];
  assert.deepEqual(request({ kind: { case: "chunk", value: { pcm: one } } }), [one]);
  assert.deepEqual(request({ kind: { case: "chunk", value: { opus: [one, two] } } }), [one, two]);
  assert.deepEqual(request({ kind: { case: "flush", value: {} } }), ['{"flush":{}}']);
});
