import { refuse } from "../errors.js";
import type { Calling } from "../transport.js";

const DEFAULT_TARGET = "http://127.0.0.1:7711";
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** How to connect. */
export interface ConnectOptions {
  /** The daemon's HTTP address, as `https://voice.example:7713`. The default is `http://127.0.0.1:7711`. */
  readonly target?: string | undefined;
  /** The session, API key or cookie that calls carry. A page that strangers open should have a session. */
  readonly apiKey?: string | undefined;
  /** Bounds every call but streams that has no `timeoutMs` of its own. */
  readonly callTimeoutMs?: number | undefined;
  /**
   * How often calls that make or send something are sent again, with growing pauses, while the daemon is unavailable;
   * their `request_id` keeps them from being done twice. The default is 0.
   */
  readonly retries?: number | undefined;
}

export function resolve({ target: given, apiKey = "", callTimeoutMs, retries = 0 }: ConnectOptions): Calling {
  const url = urlOf(given || DEFAULT_TARGET);
  if (apiKey && url.protocol === "http:" && !LOOPBACK.includes(url.hostname)) {
    throw refuse(
      "INVALID_ARGUMENT",
      "KEY_UNPROTECTED",
      "an API key must not leave this machine in the clear, as it would to {target}: use https",
      { target: url.origin },
    );
  }
  return { target: url.origin, apiKey, callTimeoutMs, retries };
}

function urlOf(target: string): URL {
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === "/" && !url.search) return url;
  throw refuse("INVALID_ARGUMENT", "TARGET_INVALID", 'the target "{target}" is not "http://host:port"', { target });
}
