import { create, type DescService, type MessageInitShape } from "@bufbuild/protobuf";
import { durationFromMs } from "@bufbuild/protobuf/wkt";
import { type CallOptions, type Client, createClient, type Transport } from "@connectrpc/connect";
import { AudioStream } from "./audio.js";
import { type Abortable, Connection, type Content, payloadOf } from "./connection.js";
import type { StreamAudioConfigSchema } from "./gen/odind/v1/audio_pb.js";
import { ConnectionSchema, JoinRoomRequestSchema, RoomService } from "./gen/odind/v1/rooms_pb.js";
import { type GetInfoResponse, ServerService } from "./gen/odind/v1/server_pb.js";
import type { DaemonTransport } from "./transport.js";
import { follow, watch, type Watched, type WatchRequest } from "./watch.js";
import type { Wire } from "./wire.js";

/** How to join, and as whom. */
export interface JoinOptions extends CallOptions {
  /** Joins as a user, with a token that the daemon makes. */
  readonly user?: string;
  /** Joins with a ready token, which says who joins. */
  readonly token?: string;
  /** What other peers know of the connection. */
  readonly userData?: Content;
  /**
   * How long the connection outlives the last call that holds it, as an audio stream or a watch does. Without it, the
   * connection stays until somebody leaves.
   */
  readonly lingerMs?: number;
  /** Everything else that a request can say. */
  readonly request?: MessageInitShape<typeof JoinRoomRequestSchema>;
}

/** What leads to a daemon, on Node.js or in a browser. */
export interface Link {
  readonly target: string;
  readonly transport: DaemonTransport;
  /** Begins an audio call. */
  openWire(): Promise<Wire>;
}

/** A daemon that somebody else runs. */
export class Daemon {
  readonly #link: Link;
  readonly #streams = new Set<AudioStream>();

  /** Programs call `connect`. */
  constructor(link: Link) {
    this.#link = link;
  }

  /** Where the daemon is. */
  get target(): string {
    return this.#link.target;
  }

  /** For clients that are made elsewhere: it has this package's errors, credentials, timeouts and retries. */
  get transport(): Transport {
    return this.#link.transport;
  }

  /** A client of any service: `daemon.client(PlayerService)`, with the services of `@odind/client/v1/players`. */
  client<T extends DescService>(service: T): Client<T> {
    return createClient(service, this.#link.transport);
  }

  /** Ends all calls. */
  async close(): Promise<void> {
    await Promise.all([...this.#streams].map((stream) => stream.close()));
    this.#link.transport.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Describes the daemon. */
  info(options?: CallOptions): Promise<GetInfoResponse> {
    return this.client(ServerService).getInfo({}, options);
  }

  /** Enters a room. */
  async join(roomId: string, options: JoinOptions = {}): Promise<Connection> {
    const { user, token, userData, lingerMs, request = {}, ...call } = options;
    const asked = create(JoinRoomRequestSchema, request);
    asked.roomId = roomId;
    if (user !== undefined) asked.identity = { case: "userId", value: user };
    if (token !== undefined) asked.identity = { case: "token", value: token };
    if (userData !== undefined) asked.userData = payloadOf(userData);
    if (lingerMs !== undefined) asked.linger = durationFromMs(lingerMs);
    const { connection } = await this.client(RoomService).joinRoom(asked, call);
    return new Connection(this, connection ?? create(ConnectionSchema));
  }

  /** Returns a connection by its id. */
  async connection(connectionId: string, options?: CallOptions): Promise<Connection> {
    const { connection } = await this.client(RoomService).getConnection({ connectionId }, options);
    return new Connection(this, connection ?? create(ConnectionSchema));
  }

  /** Returns a connection by its id, unseen: only the id of its view is set. */
  attached(connectionId: string): Connection {
    return new Connection(this, create(ConnectionSchema, { connectionId }));
  }

  /** Yields every connection, oldest first, page after page; 0 is the daemon's size of a page. */
  async *connections(pageSize = 0, options?: CallOptions): AsyncGenerator<Connection, void> {
    let pageToken = "";
    do {
      const page = await this.client(RoomService).listConnections({ pageSize, pageToken }, options);
      for (const view of page.connections) yield new Connection(this, view);
      pageToken = page.nextPageToken;
    } while (pageToken);
  }

  /**
   * Yields a snapshot, and then what happens, to the connections that the request names, or to all. The watch ends
   * without an error when the daemon ends it, as it does when it stops.
   */
  watch(request: WatchRequest = {}, { signal }: Abortable = {}): AsyncGenerator<Watched, void> {
    return watch(this.#link.transport, request, signal);
  }

  /**
   * Watches over restarts of the daemon: it goes on after the last event that was seen, or with another snapshot where
   * later events are kept no more. It ends with its signal, and with errors that no waiting mends.
   */
  follow(request: WatchRequest = {}, { signal }: Abortable = {}): AsyncGenerator<Watched, void> {
    return follow(this.#link.transport, request, signal);
  }

  /** Opens a stream on the connection that the config names; its signal ends the stream. */
  async audio(
    config: MessageInitShape<typeof StreamAudioConfigSchema>,
    { signal }: Abortable = {},
  ): Promise<AudioStream> {
    const stream = await AudioStream.begin(await this.#link.openWire(), config, signal);
    this.#streams.add(stream);
    void stream.ended.then(() => this.#streams.delete(stream));
    return stream;
  }
}
