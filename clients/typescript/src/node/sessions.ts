import type { ClientHttp2Stream, Http2Session, IncomingHttpHeaders } from "node:http2";
import { connect as connectSocket, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { decodeBinaryHeader } from "@connectrpc/connect";
import { Http2SessionManager } from "@connectrpc/connect-node";
import { StatusSchema } from "../gen/google/rpc/status_pb.js";
import type { Resolved } from "./options.js";
import { addressOf, socketOf } from "./target.js";

const DETAILS = "grpc-status-details-bin";

/** The HTTP/2 session with the daemon, which is dialled when it is wanted. */
export class Sessions extends Http2SessionManager {
  readonly #dialled: { last?: Socket };
  readonly #calmed = new WeakSet<Http2Session>();

  constructor(baseUrl: string, options: Resolved) {
    const dialled: { last?: Socket } = {};
    super(
      baseUrl,
      {},
      {
        createConnection: () => (dialled.last = dial(options)),
        settings: { initialWindowSize: 1 << 20 },
        maxSessionMemory: 64, // MiB, for several long answers at once
      },
    );
    this.#dialled = dialled;
  }

  override async request(...request: Parameters<Http2SessionManager["request"]>): Promise<ClientHttp2Stream> {
    const stream = await super.request(...request);
    this.#calm(stream.session);
    stream.prependListener("response", dropGarbage);
    stream.prependListener("trailers", dropGarbage);
    return stream;
  }

  /** Keeps the goodbye of a daemon that stops, which Connect leaves as an error without listener, from ending programs. */
  #calm(session: Http2Session | undefined): void {
    if (!session || this.#calmed.has(session)) return;
    this.#calmed.add(session);
    session.on("error", () => {}); // running calls are told by their own errors
  }

  /** Hangs up, which ends all calls. */
  close(): void {
    this.#dialled.last?.destroy();
    this.abort();
  }
}

/** Connects to a target; the path of a socket is taken as it is. No proxy of the environment ever stands between. */
function dial({ target, tls }: Resolved): Socket {
  const path = socketOf(target);
  if (path) return connectSocket({ path });
  const address = addressOf(target);
  if (!tls) return connectSocket({ ...address, noDelay: true });
  const servername = isIP(address.host) ? {} : { servername: address.host };
  return connectTls({ ...tls, ...address, ...servername, ALPNProtocols: ["h2"] });
}

/** Drops details that cannot be read, for which Connect would else forget the status and its message. */
function dropGarbage(headers: IncomingHttpHeaders): void {
  const details = headers[DETAILS];
  if (typeof details !== "string") return;
  try {
    decodeBinaryHeader(details, StatusSchema);
  } catch {
    delete headers[DETAILS];
  }
}
