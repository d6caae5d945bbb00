import type { AudioStream } from "../audio.js";
import type { AudioFrame } from "../gen/odind/v1/audio_pb.js";

/** Where a page's sound is heard or played. */
export interface SoundOptions {
  /** Of the page; it is left open. Without it, one is made and closed. */
  readonly context?: AudioContext;
  /**
   * The address of `worklet.js`, for bundlers that do not follow `new URL(…, import.meta.url)`. The default is beside
   * this module, which is beside the bundle once there is one.
   */
  readonly worklet?: string | URL;
}

/** Returns a context with this package's AudioWorklet in it. */
export async function openSound(parts: Parts, { context: given, worklet }: SoundOptions): Promise<AudioContext> {
  const context = given ?? parts.add(new AudioContext(), (made) => made.close());
  await context.audioWorklet.addModule(worklet ?? new URL("./worklet.js", import.meta.url));
  void context.resume(); // waits until the user has clicked somewhere, as browsers want
  return context;
}

/** Measures what comes out of a node. */
export function meterOf(node: AudioNode): () => number {
  const analyser = new AnalyserNode(node.context);
  const samples = new Float32Array(analyser.fftSize);
  node.connect(analyser);
  return () => {
    analyser.getFloatTimeDomainData(samples);
    return 10 * Math.log10(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
  };
}

/** What ends together, the last first. */
export class Parts {
  readonly #ends: (() => unknown)[] = [];

  /** Whether the end was asked for. */
  closed = false;

  add<T>(part: T, end: (part: T) => unknown): T {
    this.#ends.push(() => end(part));
    return part;
  }

  async close(): Promise<void> {
    this.closed = true;
    for (let end = this.#ends.pop(); end; end = this.#ends.pop()) await end();
  }

  /** Returns what `made` does; where it fails, all parts end. */
  static async whole<T>(made: (parts: Parts) => Promise<T>): Promise<T> {
    const parts = new Parts();
    try {
      return await made(parts);
    } catch (error) {
      await parts.close();
      throw error;
    }
  }
}

/** Hands over what is heard until the stream ends, and then ends all parts; who does not wait is not told. */
export function finished(
  parts: Parts,
  stream: AudioStream,
  hear: (frame: AudioFrame) => void = () => {},
): Promise<void> {
  const ended = heardAll(parts, stream, hear);
  ended.catch(() => {});
  return ended;
}

async function heardAll(parts: Parts, stream: AudioStream, hear: (frame: AudioFrame) => void): Promise<void> {
  try {
    for await (const frame of stream) hear(frame);
  } catch (error) {
    if (!parts.closed) throw error;
  } finally {
    await parts.close();
  }
}
