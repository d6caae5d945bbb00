import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { endedBy, OdindError, refuse } from "./errors.js";
import {
  type AudioFormat,
  type AudioFrame,
  type AudioFrames,
  type Flushed,
  type MarkReached,
  type QueueStatus,
  SampleFormat,
  type SendDrained,
  StreamAudioConfigSchema,
  StreamAudioRequestSchema,
  type StreamAudioResponse,
  type StreamAudioStarted,
  StreamAudioStartedSchema,
} from "./gen/odind/v1/audio_pb.js";
import { News } from "./news.js";
import { Questions } from "./questions.js";
import type { Wire } from "./wire.js";

const MAX_CHUNK_BYTES = 512 << 10;
const MAX_CHUNK_PACKETS = 400;
const PACKET_SAMPLES = 960;
const UNREAD_MESSAGES = 500;
const WITHOUT_END = (1n << 64n) - 1n;

type Asked = NonNullable<MessageInitShape<typeof StreamAudioRequestSchema>["kind"]>;
type Answer = Extract<StreamAudioResponse["kind"], { case: string }>;
type AnswerTo<C extends Answer["case"]> = Extract<Answer, { case: C }>["value"];

/**
 * What is said and heard on one connection. It ends with `close`, with its signal, or when the connection was left; all
 * that waits then fails with the error that ended it.
 *
 * To listen, iterate over it: `for await (const frame of stream)`. Leaving the loop does not end the stream, which may
 * still speak.
 */
export class AudioStream implements AsyncIterable<AudioFrame> {
  /** Resolves, and never rejects, when the stream has ended. */
  readonly ended: Promise<void>;

  readonly #wire: Wire;
  readonly #bytes: number; // of a sample of every channel
  readonly #news = new News();
  readonly #questions = new Questions();
  readonly #frames: AudioFrames[] = [];
  #started: StreamAudioStarted = create(StreamAudioStartedSchema);
  #accepted = 0n; // samples, as the daemon counts them
  #sent = 0n;
  #failure: { readonly error: unknown; readonly quiet: boolean } | undefined;

  /** Attaches the connection, and waits until its audio has started. Programs call `Daemon.audio`. */
  static async begin(
    wire: Wire,
    config: MessageInitShape<typeof StreamAudioConfigSchema>,
    signal?: AbortSignal,
  ): Promise<AudioStream> {
    const asked = create(StreamAudioConfigSchema, config);
    const stream = new AudioStream(wire, asked.send, signal);
    try {
      await stream.#ask({ case: "config", value: asked }, "started");
      return stream;
    } catch (error) {
      await stream.close();
      throw error;
    }
  }

  private constructor(wire: Wire, format: AudioFormat | undefined, signal: AbortSignal | undefined) {
    this.#wire = wire;
    this.#bytes = bytesOf(format);
    this.ended = this.#take(signal);
  }

  /** The formats, defaults filled in. */
  get started(): StreamAudioStarted {
    return this.#started;
  }

  /** Speaks samples, little-endian, channels interleaved, after those before; waits while there is no credit. */
  async write(pcm: ArrayBufferView): Promise<void> {
    for (let left = new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength); left.length;) {
      const wanted = Math.floor(Math.min(left.length, MAX_CHUNK_BYTES) / this.#bytes);
      const got = await this.#spend(wanted, 1);
      const end = wanted ? got * this.#bytes : left.length; // half a sample is the daemon's to refuse
      await this.#say({ case: "chunk", value: { pcm: left.subarray(0, end) } });
      left = left.subarray(end);
    }
  }

  /** Speaks Opus packets of 20 ms; an empty one is silence. Waits while there is no credit. */
  async writeOpus(packets: readonly Uint8Array[]): Promise<void> {
    for (let left = packets; left.length;) {
      const got = await this.#spend(Math.min(left.length, MAX_CHUNK_PACKETS), PACKET_SAMPLES);
      await this.#say({ case: "chunk", value: { opus: left.slice(0, got) } });
      left = left.slice(got);
    }
  }

  /** For `pipeline` and `pipeTo`: what is written is spoken, and closing drains. */
  get writable(): WritableStream<ArrayBufferView> {
    return new WritableStream({
      write: (pcm) => this.write(pcm),
      close: async () => void (await this.drain()),
      abort: () => this.close(),
    });
  }

  /** Sets a mark behind what was written so far; resolves when that was spoken or dropped. */
  mark(name = ""): Promise<MarkReached> {
    return this.#ask({ case: "mark", value: { name } }, "markReached", name);
  }

  /** Drops what waits to be spoken, and returns how much that was. */
  flush(): Promise<Flushed> {
    return this.#ask({ case: "flush", value: {} }, "flushed");
  }

  /** Returns what waits to be spoken. */
  status(): Promise<QueueStatus> {
    return this.#ask({ case: "getQueueStatus", value: {} }, "queueStatus");
  }

  /** Waits until everything was spoken. Nothing can be written afterwards. */
  drain(): Promise<SendDrained> {
    return this.#ask({ case: "finish", value: {} }, "drained");
  }

  /** Holds what waits to be spoken. */
  pause(): Promise<void> {
    return this.#say({ case: "pause", value: {} });
  }

  /** Goes on after a pause. */
  resume(): Promise<void> {
    return this.#say({ case: "resume", value: {} });
  }

  /**
   * Returns what was heard in one tick, and undefined once the connection was left. Who does not receive loses the
   * oldest, and is told by `dropped` how much.
   */
  async receive(signal?: AbortSignal): Promise<AudioFrames | undefined> {
    for (; ; await this.#news.next(signal)) {
      const frames = this.#frames.shift();
      if (frames || this.#failure?.quiet) return frames;
      if (this.#failure) throw this.#failure.error;
    }
  }

  /** Yields what is heard, frame by frame, until the connection was left. */
  async *[Symbol.asyncIterator](): AsyncGenerator<AudioFrame, void> {
    for (let heard = await this.receive(); heard; heard = await this.receive()) yield* heard.frames;
  }

  /** Ends the stream at once, spoken or not: drain before. */
  async close(): Promise<void> {
    this.#end(streamEnded());
    this.#wire.close();
    await this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #say(kind: Asked): Promise<void> {
    if (this.#failure) throw this.#failure.error;
    await this.#wire.send(create(StreamAudioRequestSchema, { kind }));
  }

  async #ask<C extends Answer["case"]>(kind: Asked, answered: C, name?: string): Promise<AnswerTo<C>> {
    if (this.#failure) throw this.#failure.error;
    const answer = this.#questions.ask(answered, name);
    await this.#say(kind);
    return (await answer) as AnswerTo<C>;
  }

  /** Waits for credit, spends it on up to so many units, each of so many samples, and returns on how many. */
  async #spend(wanted: number, samples: number): Promise<number> {
    for (; ; await this.#news.next()) {
      if (this.#failure) throw this.#failure.error;
      const credit = (this.#accepted - this.#sent) / BigInt(samples);
      const units = credit < BigInt(wanted) ? Number(credit) : wanted;
      if (units < Math.min(wanted, 1)) continue;
      this.#sent += BigInt(units * samples);
      return units;
    }
  }

  /** Takes what the daemon says until the call ends. */
  async #take(signal: AbortSignal | undefined): Promise<void> {
    const abort = () => {
      this.#end(signal?.reason);
      this.#wire.close();
    };
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    try {
      for await (const { kind } of this.#wire.responses()) if (kind.case) this.#hear(kind);
      this.#end(streamEnded(), true);
    } catch (error) {
      this.#end(error);
    } finally {
      signal?.removeEventListener("abort", abort);
      this.#wire.close();
    }
  }

  #hear(said: Answer): void {
    switch (said.case) {
      case "started":
        this.#started = said.value;
        this.#grant(said.value.acceptedUntil);
        break;
      case "flow":
        this.#grant(said.value.acceptedUntil);
        break;
      case "drained":
        this.#grant(WITHOUT_END); // what is written now is the daemon's to refuse
        break;
      case "frames":
        this.#keep(said.value);
        break;
      case "laneEnded":
        this.#end(endedBy(said.value));
        break;
    }
    this.#questions.answer(said.value, said.case, said.case === "markReached" ? said.value.name : "");
  }

  #grant(until: bigint): void {
    this.#accepted = until;
    this.#news.tell();
  }

  /** Keeps frames until they are received; beyond a limit the oldest are dropped, and counted. */
  #keep(frames: AudioFrames): void {
    this.#frames.push(frames);
    if (this.#frames.length > UNREAD_MESSAGES) {
      const lost = this.#frames.shift()?.dropped ?? 0;
      if (this.#frames[0]) this.#frames[0].dropped += lost + 1;
    }
    this.#news.tell();
  }

  /** Tells everybody why the stream has ended; the first reason counts. */
  #end(error: unknown, asItShould = false): void {
    if (this.#failure) return;
    const left = error instanceof OdindError && error.reason === "CONNECTION_LEFT";
    this.#failure = { error, quiet: asItShould || left };
    this.#questions.fail(error);
    this.#news.tell();
  }
}

function streamEnded(): OdindError {
  return refuse("UNAVAILABLE", "STREAM_ENDED", "the audio stream has ended");
}

/** How many bytes a sample of every channel has. */
function bytesOf(format: AudioFormat | undefined): number {
  const size = format?.sampleFormat === SampleFormat.F32LE ? 4 : 2;
  return size * Math.max(format?.channels ?? 0, 1);
}
