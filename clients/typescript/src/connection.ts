import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { CallOptions } from "@connectrpc/connect";
import type { AudioStream } from "./audio.js";
import type { Daemon } from "./daemon.js";
import { type AudioFormatSchema, StreamAudioConfigSchema } from "./gen/odind/v1/audio_pb.js";
import { type Payload, PayloadSchema } from "./gen/odind/v1/payload_pb.js";
import type { Connection as View } from "./gen/odind/v1/rooms_pb.js";
import { RoomService } from "./gen/odind/v1/rooms_pb.js";
import type { Watched } from "./watch.js";

/** A value that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Bytes are sent as they are, everything else as JSON. */
export type Content = Uint8Array | Json;

/** What an audio format leaves out is 48 kHz, mono, 16 bit. */
export type Format = MessageInitShape<typeof AudioFormatSchema>;

/** What ends a stream, or the wait for one. */
export interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

export function payloadOf(content: Content): Payload {
  return content instanceof Uint8Array
    ? create(PayloadSchema, { kind: { case: "data", value: content } })
    : create(PayloadSchema, { kind: { case: "json", value: JSON.stringify(content) } });
}

/** A connection of the daemon to a room. `await using` leaves the room at the end of the block. */
export class Connection {
  readonly #daemon: Daemon;

  /** @param view - The connection as the daemon last described it. */
  constructor(
    daemon: Daemon,
    readonly view: View,
  ) {
    this.#daemon = daemon;
  }

  /** Names the connection in all calls. */
  get id(): string {
    return this.view.connectionId;
  }

  /** Ends the connection. */
  async leave(options?: CallOptions): Promise<void> {
    await this.#daemon.client(RoomService).leaveRoom({ connectionId: this.id }, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave();
  }

  /** Replaces what other peers know of the connection. */
  async setUserData(content: Content, options?: CallOptions): Promise<void> {
    const request = { connectionId: this.id, userData: payloadOf(content) };
    await this.#daemon.client(RoomService).updateUserData(request, options);
  }

  /** Sends a message to all other peers of the room, or to those named. */
  async send(content: Content, peerIds: readonly number[] = [], options?: CallOptions): Promise<void> {
    const request = { connectionId: this.id, message: payloadOf(content), peerIds: [...peerIds] };
    await this.#daemon.client(RoomService).sendMessage(request, options);
  }

  /** Watches this connection alone, until it is left. */
  watch(options?: Abortable): AsyncGenerator<Watched, void> {
    return this.#daemon.watch({ connectionIds: [this.id] }, options);
  }

  /** Begins to speak. */
  speak(format: Format = {}, options?: Abortable): Promise<AudioStream> {
    return this.audio({ send: format }, options);
  }

  /** Begins to listen to the mix of all peers. */
  listen(format: Format = {}, options?: Abortable): Promise<AudioStream> {
    return this.audio({ receive: format }, options);
  }

  /** Speaks, listens, or both, with everything that a config can say. */
  audio(config: MessageInitShape<typeof StreamAudioConfigSchema>, options?: Abortable): Promise<AudioStream> {
    return this.#daemon.audio({ ...create(StreamAudioConfigSchema, config), connectionId: this.id }, options);
  }
}
