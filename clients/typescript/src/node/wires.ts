import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import { endedBy, refuse, unreachable } from "../errors.js";
import {
  AudioService,
  AudioSocketHelloSchema,
  type StreamAudioRequest,
  StreamAudioRequestSchema,
  type StreamAudioResponse,
  StreamAudioResponseSchema,
} from "../gen/odind/v1/audio_pb.js";
import type { Resolved } from "./options.js";
import { audioSocketBeside, socketOf } from "./target.js";
import { type DaemonTransport, MESSAGE_LIMIT } from "../transport.js";
import type { Wire } from "../wire.js";

const LENGTH_BYTES = 4;

/** Returns the daemon's audio socket where there is one, else a call of gRPC. */
export async function newWire(transport: DaemonTransport, options: Resolved): Promise<Wire> {
  const path = socketOf(options.target);
  return (path && (await enterDoor(audioSocketBeside(path), options.apiKey))) || new CallWire(transport);
}

/** A call of gRPC. Requests are taken from a queue, which holds no more than what senders wait for. */
class CallWire implements Wire {
  readonly #transport: DaemonTransport;
  readonly #closing = new AbortController();
  readonly #queue: { request: StreamAudioRequest; taken: () => void }[] = [];
  #wake = () => {};

  constructor(transport: DaemonTransport) {
    this.#transport = transport;
  }

  send(request: StreamAudioRequest): Promise<void> {
    if (this.#closing.signal.aborted) return Promise.resolve();
    return new Promise((taken) => {
      this.#queue.push({ request, taken });
      this.#wake();
    });
  }

  async *responses(): AsyncGenerator<StreamAudioResponse> {
    try {
      const { signal } = this.#closing;
      yield* createClient(AudioService, this.#transport).streamAudio(this.#requests(), { signal });
    } finally {
      this.close();
    }
  }

  async *#requests(): AsyncGenerator<StreamAudioRequest> {
    while (!this.#closing.signal.aborted) {
      const next = this.#queue.shift();
      if (next) {
        next.taken();
        yield next.request;
      } else {
        await new Promise<void>((wake) => (this.#wake = wake));
      }
    }
  }

  close(): void {
    this.#closing.abort();
    this.#wake();
    for (const { taken } of this.#queue.splice(0)) taken();
  }
}

/** Enters an audio socket; undefined where there is none. */
async function enterDoor(path: string, apiKey: string): Promise<DoorWire | undefined> {
  const socket = createConnection({ path });
  try {
    await once(socket, "connect");
  } catch {
    return undefined;
  }
  socket.on("error", () => {}); // who reads is told
  const door = new DoorWire(socket, `unix:${path}`);
  void door.sendBytes(toBinary(AudioSocketHelloSchema, create(AudioSocketHelloSchema, { bearer: apiKey })));
  return door;
}

/** An audio socket: messages behind their lengths, as AUDIO-SOCKET.md describes. */
class DoorWire implements Wire {
  readonly #socket: Socket;
  readonly #target: string;

  constructor(socket: Socket, target: string) {
    this.#socket = socket;
    this.#target = target;
  }

  send(request: StreamAudioRequest): Promise<void> {
    return this.sendBytes(toBinary(StreamAudioRequestSchema, request));
  }

  sendBytes(message: Uint8Array): Promise<void> {
    const framed = Buffer.allocUnsafe(LENGTH_BYTES + message.length);
    framed.writeUInt32BE(message.length);
    framed.set(message, LENGTH_BYTES);
    return new Promise((done) => this.#socket.write(framed, () => done()));
  }

  async *responses(): AsyncGenerator<StreamAudioResponse> {
    for await (const message of this.#messages()) {
      const response = fromBinary(StreamAudioResponseSchema, message);
      if (response.kind.case !== "callEnded") yield response;
      else if (response.kind.value.code) throw endedBy(response.kind.value);
      else return;
    }
  }

  async *#messages(): AsyncGenerator<Uint8Array> {
    let held = Buffer.alloc(0);
    try {
      for await (const chunk of this.#socket) {
        held = held.length ? Buffer.concat([held, chunk]) : chunk;
        for (let size = sizeOf(held); held.length >= LENGTH_BYTES + size; size = sizeOf(held)) {
          yield held.subarray(LENGTH_BYTES, LENGTH_BYTES + size);
          held = held.subarray(LENGTH_BYTES + size);
        }
      }
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
    }
    throw unreachable(this.#target, "the connection was closed");
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** The size of the message that begins here; one that has not begun is without end. */
function sizeOf(held: Buffer): number {
  if (held.length < LENGTH_BYTES) return Infinity;
  const size = held.readUInt32BE();
  if (size <= MESSAGE_LIMIT) return size;
  throw refuse("RESOURCE_EXHAUSTED", "ANSWER_TOO_LONG", "the daemon's message is too long");
}
