import { createGrpcTransport } from "@connectrpc/connect-node";
import { Daemon } from "../daemon.js";
import { type DaemonTransport, decorated, MESSAGE_LIMIT } from "../transport.js";
import { VERSION } from "../version.js";
import { type ConnectOptions, type Resolved, resolve } from "./options.js";
import { Sessions } from "./sessions.js";
import { socketOf } from "./target.js";
import { newWire } from "./wires.js";

/**
 * Prepares to talk to a daemon; the first call dials. Close it after use, or say `await using daemon = connect()`.
 *
 * @throws OdindError TARGET_INVALID, KEY_UNPROTECTED, TLS_FILE_UNREADABLE, TLS_FILE_INVALID. Every call can fail with
 * DAEMON_UNREACHABLE.
 */
export function connect(options: ConnectOptions | string = {}): Daemon {
  const resolved = resolve(typeof options === "string" ? { target: options } : options);
  const transport = dialling(resolved);
  return new Daemon({ target: resolved.target, transport, openWire: () => newWire(transport, resolved) });
}

/** Prepares to dial; the first call does. */
function dialling(options: Resolved): DaemonTransport {
  const authority = socketOf(options.target) ? "localhost" : options.target;
  const baseUrl = `${options.tls ? "https" : "http"}://${authority}`;
  const sessionManager = new Sessions(baseUrl, options);
  const inner = createGrpcTransport({
    baseUrl,
    sessionManager,
    readMaxBytes: MESSAGE_LIMIT,
    writeMaxBytes: MESSAGE_LIMIT,
    acceptCompression: [],
  });
  return decorated(inner, options, { "user-agent": `odind-typescript/${VERSION}` }, () => sessionManager.close());
}
