// The AudioWorklet's processors, in a world of their own that is made of what they need.
import assert from "node:assert/strict";
import { test } from "node:test";

interface Processor {
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
  readonly port: Port;
}

class Port {
  onmessage = (_: { data: Float32Array }) => {};
  readonly posted: Float32Array[] = [];
  postMessage(chunk: Float32Array): void {
    this.posted.push(chunk);
  }
}

const RATE = 48_000;
const BLOCK = 128;
const made = new Map<string, new () => Processor>();
Object.assign(globalThis, {
  sampleRate: RATE,
  AudioWorkletProcessor: class {
    readonly port = new Port();
  },
  registerProcessor: (name: string, processor: new () => Processor) => made.set(name, processor),
});
await import("../src/web/worklet.js");

function processor(name: string): Processor {
  const found = made.get(name);
  assert(found);
  return new found();
}

function tone(seconds: number): Float32Array {
  return Float32Array.from({ length: seconds * RATE }, (_, n) => Math.sin((2 * Math.PI * 440 * n) / RATE));
}

/** What the loudspeaker plays next. */
function played(loudspeaker: Processor, seconds: number): Float32Array {
  const all = new Float32Array(Math.ceil((seconds * RATE) / BLOCK) * BLOCK);
  for (let n = 0; n < all.length; n += BLOCK) loudspeaker.process([], [[all.subarray(n, n + BLOCK)]]);
  return all;
}

const loudest = (sound: Float32Array) => sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
const steepest = (sound: Float32Array) =>
  sound.reduce((most, sample, n) => Math.max(most, Math.abs(sample - (sound[n - 1] ?? sample))), 0);
const STEEPEST = 1.2 * ((2 * Math.PI * 440) / RATE);

test("the microphone is cut into chunks of 20 ms, whose samples are all there", () => {
  const microphone = processor("odind-microphone");
  const sound = tone(0.2);
  for (let n = 0; n < sound.length; n += BLOCK) microphone.process([[sound.subarray(n, n + BLOCK)]], []);
  assert.deepEqual(new Set(microphone.port.posted.map((chunk) => chunk.length)), new Set([960]));
  assert.deepEqual(
    microphone.port.posted.flatMap((chunk) => [...chunk]),
    [...sound.subarray(0, 9_600)],
  );
});

test("a microphone without a source says nothing", () => {
  const microphone = processor("odind-microphone");
  assert.equal(microphone.process([[]], []), true);
  assert.equal(microphone.port.posted.length, 0);
});

test("the loudspeaker waits until 60 ms are there", () => {
  const loudspeaker = processor("odind-loudspeaker");
  loudspeaker.port.onmessage({ data: tone(0.04) });
  assert.equal(loudest(played(loudspeaker, 0.1)), 0);
  loudspeaker.port.onmessage({ data: tone(0.04) });
  assert(loudest(played(loudspeaker, 0.05)) > 0.9);
});

test("the loudspeaker clicks neither where sound is missing nor where it skips, and waits longer after it ran dry", () => {
  const loudspeaker = processor("odind-loudspeaker");
  loudspeaker.port.onmessage({ data: tone(0.1) });
  const dry = played(loudspeaker, 0.3);
  assert(steepest(dry) < STEEPEST);
  assert.equal(loudest(dry.subarray(0.15 * RATE)), 0);
  loudspeaker.port.onmessage({ data: tone(0.07) });
  assert.equal(loudest(played(loudspeaker, 0.1)), 0);
  loudspeaker.port.onmessage({ data: tone(0.8) });
  const skipped = played(loudspeaker, 0.3);
  assert(steepest(skipped) < STEEPEST);
  assert.equal(loudest(skipped.subarray(0.2 * RATE)), 0);
});

test("what is never played is dropped but for the last second", () => {
  const loudspeaker = processor("odind-loudspeaker");
  for (let n = 0; n < 100; n++) loudspeaker.port.onmessage({ data: tone(0.5) });
  const sound = played(loudspeaker, 2);
  assert(loudest(sound.subarray(0, 0.05 * RATE)) > 0.9);
  assert.equal(loudest(sound.subarray(1.1 * RATE)), 0);
});
