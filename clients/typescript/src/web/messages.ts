import { create, fromJson, type JsonObject, toJsonString } from "@bufbuild/protobuf";
import { endedBy, refuse } from "../errors.js";
import {
  type AudioFrame,
  AudioFrameSchema,
  GapKind,
  type StreamAudioRequest,
  StreamAudioRequestSchema,
  type StreamAudioResponse,
  StreamAudioResponseSchema,
} from "../gen/odind/v1/audio_pb.js";

const SHORTEST_HEADER = 40;
const VOICE = 1;
const SILENCE = 2;
const LOSS = 4;
const MEDIA_TIMESTAMP = 8;
const OPUS = 16;

type Bytes = Uint8Array<ArrayBuffer>;

/** The messages that say a request: sound is binary, a message a packet; everything else is JSON. */
export function written({ kind, ...request }: StreamAudioRequest): (string | Bytes)[] {
  if (kind.case !== "chunk") return [toJsonString(StreamAudioRequestSchema, { kind, ...request })];
  const { pcm, opus } = kind.value;
  return (pcm.length ? [pcm] : opus) as Bytes[];
}

/** Makes responses of a WebSocket's messages; it remembers who a peer is until the peer's next frame. */
export class MessageReader {
  readonly #introduced = new Map<string, string>();

  /**
   * Returns what a message says, or undefined where that is part of the next one.
   *
   * @throws OdindError What ended the call, or MESSAGE_MALFORMED.
   */
  read(data: string | ArrayBuffer): StreamAudioResponse | undefined {
    return typeof data === "string" ? this.#text(JSON.parse(data) as JsonObject) : this.#frame(data);
  }

  #text(said: JsonObject): StreamAudioResponse | undefined {
    if (said["error"]) throw callEnded(said["error"] as JsonObject);
    const response = fromJson(StreamAudioResponseSchema, said, { ignoreUnknownFields: true });
    if (response.kind.case !== "frames") return response;
    for (const peer of response.kind.value.frames) this.#introduced.set(keyOf(peer), peer.userId);
    return undefined;
  }

  #frame(data: ArrayBuffer): StreamAudioResponse {
    const [frame, dropped] = frameOf(data);
    frame.userId = this.#introduced.get(keyOf(frame)) ?? "";
    this.#introduced.delete(keyOf(frame));
    const { lane } = frame;
    return create(StreamAudioResponseSchema, { lane, kind: { case: "frames", value: { frames: [frame], dropped } } });
  }
}

function keyOf({ lane, peerId, mediaId }: AudioFrame): string {
  return `${lane} ${peerId} ${mediaId}`;
}

/** Connect spells codes in small letters, and one of them its own way. */
function callEnded({ code, reason, message, metadata }: JsonObject): Error {
  const named = code === "canceled" ? "CANCELLED" : String(code).toUpperCase();
  const variables = (metadata ?? {}) as Record<string, string>;
  return endedBy({ code: named, reason: String(reason ?? ""), detail: String(message ?? ""), metadata: variables });
}

/** Reads a frame, and how many messages of frames were dropped before it. */
function frameOf(data: ArrayBuffer): [AudioFrame, number] {
  const header = new DataView(data);
  const size = data.byteLength ? header.getUint8(0) : 0;
  if (size < SHORTEST_HEADER || size > data.byteLength) {
    throw refuse("INTERNAL", "MESSAGE_MALFORMED", "the daemon sent a frame without its header");
  }
  const flags = header.getUint8(1);
  const sound = new Uint8Array(data, size);
  const frame = create(AudioFrameSchema, {
    lane: header.getUint16(2, true),
    peerId: header.getUint32(4, true),
    sequence: header.getBigUint64(8, true),
    roomSample: header.getBigUint64(16, true),
    mediaId: header.getUint32(24, true),
    levelDbfs: header.getFloat32(28, true),
    voice: (flags & VOICE) !== 0,
    gap: flags & SILENCE ? GapKind.SILENCE : flags & LOSS ? GapKind.LOSS : GapKind.UNSPECIFIED,
    ...(flags & MEDIA_TIMESTAMP ? { mediaTimestamp: header.getUint32(32, true) } : {}),
    ...(flags & OPUS ? { opus: sound } : { pcm: sound }),
  });
  return [frame, header.getUint32(36, true)];
}
