import { createHash } from "node:crypto";
import { toJson, type DescMessage, type JsonValue, type MessageShape } from "@bufbuild/protobuf";
import type { AudioStream } from "../src/node/index.js";
import {
  type AudioFrame,
  FlushedSchema,
  GapKindSchema,
  MarkReachedSchema,
  QueueStatusSchema,
  SendDrainedSchema,
} from "../src/gen/odind/v1/audio_pb.js";
import type { Arguments } from "./orders.js";

export function asJson<D extends DescMessage>(schema: D, message: MessageShape<D>): JsonValue {
  return toJson(schema, message, { useProtoFieldName: true, alwaysEmitImplicit: true });
}

/** An audio order; frames that one read has left over are for the next. */
export class Audio {
  readonly closed: Promise<void>;
  #close = () => {};
  #left: JsonValue[] = [];

  constructor(
    readonly stream: AudioStream,
    signal: AbortSignal,
  ) {
    this.closed = new Promise((resolve, reject) => {
      this.#close = resolve;
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  }

  async control(a: Arguments): Promise<JsonValue | undefined | void> {
    switch (a.do) {
      case "write":
        return await this.#write(a);
      case "write_opus":
        return await this.stream.writeOpus((a.packets ?? []).map(bytes));
      case "mark":
        return asJson(MarkReachedSchema, await this.stream.mark(a.name));
      case "flush":
        return asJson(FlushedSchema, await this.stream.flush());
      case "status":
        return asJson(QueueStatusSchema, await this.stream.status());
      case "drain":
        return asJson(SendDrainedSchema, await this.stream.drain());
      case "pause":
        return await this.stream.pause();
      case "resume":
        return await this.stream.resume();
      case "read":
        return await this.#read(a.frames ?? 0);
      case "close":
        return this.#close();
    }
  }

  async #write(a: Arguments): Promise<void> {
    if (a.base64 !== undefined) return await this.stream.write(bytes(a.base64));
    const { samples = 0, start = 0, chunk = samples } = a;
    const sound = Int16Array.from({ length: samples }, (_, n) => ((37 * (n + start)) % 20_001) - 10_000);
    for (let n = 0; n < samples; n += chunk) await this.stream.write(sound.subarray(n, n + chunk));
  }

  async #read(count: number): Promise<JsonValue> {
    let ended = false;
    while (this.#left.length < count && !ended) {
      const heard = await this.stream.receive();
      ended = heard === undefined;
      heard?.frames.forEach((frame, n) => this.#left.push(frameAsJson(frame, n ? 0 : heard.dropped)));
    }
    return { frames: this.#left.splice(0, count), ended };
  }
}

export function bytes(base64: string): Uint8Array {
  return Buffer.from(base64, "base64");
}

function frameAsJson(frame: AudioFrame, dropped: number): JsonValue {
  return {
    peer_id: frame.peerId,
    user_id: frame.userId,
    sequence: frame.sequence.toString(),
    sha256: createHash("sha256").update(frame.pcm).digest("hex"),
    opus: Buffer.from(frame.opus).toString("base64"),
    gap: GapKindSchema.value[frame.gap]?.name ?? "",
    dropped,
  };
}
