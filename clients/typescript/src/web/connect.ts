import { createConnectTransport } from "@connectrpc/connect-web";
import { Daemon } from "../daemon.js";
import { decorated } from "../transport.js";
import { type ConnectOptions, resolve } from "./options.js";
import { SocketWire } from "./socket.js";

/**
 * Prepares to talk to a daemon from a web page; the first call dials. Calls and events go over Connect, sound over a
 * WebSocket. Close it after use, or say `await using daemon = connect()`.
 *
 * @throws OdindError TARGET_INVALID, KEY_UNPROTECTED. Every call can fail with DAEMON_UNREACHABLE, also where a daemon
 * refuses the page: browsers do not tell pages which it was.
 */
export function connect(options: ConnectOptions | string = {}): Daemon {
  const calling = resolve(typeof options === "string" ? { target: options } : options);
  const inner = createConnectTransport({ baseUrl: calling.target, useBinaryFormat: true });
  return new Daemon({
    target: calling.target,
    transport: decorated(inner, calling, {}, () => {}),
    openWire: async () => new SocketWire(calling),
  });
}
