import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { AudioStream } from "../src/audio.js";
import {
  type StreamAudioRequest,
  type StreamAudioResponse,
  StreamAudioResponseSchema,
} from "../src/gen/odind/v1/audio_pb.js";
import { News } from "../src/news.js";
import type { Wire } from "../src/wire.js";

type Kind = NonNullable<MessageInitShape<typeof StreamAudioResponseSchema>["kind"]>;

/** A wire whose other end is the test. */
export class Script implements Wire {
  readonly requests: StreamAudioRequest[] = [];
  readonly #said: StreamAudioResponse[] = [];
  readonly #news = new News();
  #over = false;

  send(request: StreamAudioRequest): Promise<void> {
    this.requests.push(request);
    this.#news.tell();
    return Promise.resolve();
  }

  async *responses(): AsyncGenerator<StreamAudioResponse> {
    for (; ; await this.#news.next()) {
      for (let next = this.#said.shift(); next; next = this.#said.shift()) yield next;
      if (this.#over) return;
    }
  }

  close(): void {
    this.#over = true;
    this.#news.tell();
  }

  say(kind: Kind): void {
    this.#said.push(create(StreamAudioResponseSchema, { kind }));
    this.#news.tell();
  }

  /** The bytes of the chunk that comes next. */
  async chunk(): Promise<number> {
    const { kind } = await this.next();
    return kind.case === "chunk" ? kind.value.pcm.length : -1;
  }

  async next(): Promise<StreamAudioRequest> {
    for (; ; await this.#news.next()) {
      const request = this.requests.shift();
      if (request) return request;
    }
  }
}

/** A stream that has started with so many samples of credit. */
export async function opened(credit: bigint, signal?: AbortSignal): Promise<[AudioStream, Script]> {
  const script = new Script();
  script.say({ case: "started", value: { acceptedUntil: credit } });
  const stream = await AudioStream.begin(script, { send: {} }, signal);
  await script.next();
  return [stream, script];
}
