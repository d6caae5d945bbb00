import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SecureContextOptions } from "node:tls";
import { refuse } from "../errors.js";
import { isLoopback, resolveTarget, socketOf, stateFolder } from "./target.js";

const SYSTEM_COOKIE = "/var/lib/odind/cookie";

/** How to connect. */
export interface ConnectOptions {
  /** `unix:/path`, a path, or `host:port`. See {@link resolveTarget} for the default. */
  readonly target?: string | undefined;
  /**
   * The key or session that calls carry. The default is ODIND_API_KEY, and over loopback TCP the cookie of
   * ODIND_COOKIE_FILE, of the user's state folder or of the system's daemon.
   */
  readonly apiKey?: string | undefined;
  /** Bounds every call but streams that has no `timeoutMs` of its own. */
  readonly callTimeoutMs?: number | undefined;
  /**
   * How often calls that make or send something are sent again, with growing pauses, while the daemon is unavailable;
   * their `request_id` keeps them from being done twice. The default is 0.
   */
  readonly retries?: number | undefined;
  /** Secures TCP. The default are the files of ODIND_TLS_CA, ODIND_TLS_CERT and ODIND_TLS_KEY. */
  readonly tls?: SecureContextOptions | undefined;
}

/** How to connect, with what the environment says filled in. */
export interface Resolved {
  readonly target: string;
  readonly apiKey: string;
  readonly callTimeoutMs: number | undefined;
  readonly retries: number;
  readonly tls: SecureContextOptions | undefined;
}

export function resolve(options: ConnectOptions): Resolved {
  const target = resolveTarget(options.target);
  const tls = socketOf(target) ? undefined : (options.tls ?? tlsOfEnvironment());
  const key = options.apiKey || (process.env["ODIND_API_KEY"] ?? "").trim();
  if (key && !tls && !socketOf(target) && !isLoopback(target)) {
    throw refuse(
      "INVALID_ARGUMENT",
      "KEY_UNPROTECTED",
      "an API key must not leave this machine in the clear, as it would to {target}: use TLS",
      { target },
    );
  }
  const apiKey = key || (isLoopback(target) ? cookie() : "");
  return { target, apiKey, tls, callTimeoutMs: options.callTimeoutMs, retries: options.retries ?? 0 };
}

/** What the daemon wants to see on loopback TCP, or "". */
function cookie(): string {
  const named = process.env["ODIND_COOKIE_FILE"];
  for (const file of named ? [named] : [join(stateFolder(), "cookie"), SYSTEM_COOKIE]) {
    try {
      return readFileSync(file, "utf8").trim();
    } catch {
      continue; // the next may be there; without any, the daemon says what it wants
    }
  }
  return "";
}

function tlsOfEnvironment(): SecureContextOptions | undefined {
  const { ODIND_TLS_CA: ca, ODIND_TLS_CERT: cert, ODIND_TLS_KEY: key } = process.env;
  if (!ca && !cert && !key) return undefined;
  return {
    minVersion: "TLSv1.2",
    ...(ca && ca !== "system" ? { ca: pemOf(ca) } : {}),
    ...(cert ? { cert: pemOf(cert) } : {}),
    ...(key ? { key: pemOf(key) } : {}),
  };
}

function pemOf(file: string): string {
  const text = readText(file);
  if (text.includes("-----BEGIN ")) return text;
  throw refuse("INVALID_ARGUMENT", "TLS_FILE_INVALID", "{file} must hold PEM", { file });
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw refuse("INVALID_ARGUMENT", "TLS_FILE_UNREADABLE", "{file}: {problem}", { file, problem });
  }
}
