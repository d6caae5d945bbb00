import { Code, ConnectError } from "@connectrpc/connect";
import { ErrorInfoSchema } from "./gen/google/rpc/error_details_pb.js";
import type { LaneEnded } from "./gen/odind/v1/audio_pb.js";

const DOMAIN = "odind";

const CODES = [
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
] as const;

/** The name of a `google.rpc.Code`. */
export type ErrorCode = (typeof CODES)[number];

/**
 * What a call of the daemon failed with. Its code says what to do next: fix the call, use another token, look again,
 * change state first, back off, or retry later. Its reason is UPPER_SNAKE, and stable; the document REASONS.md has all
 * of them. It is empty where the daemon gave none. Metadata are the variables of the message.
 *
 * A call whose `signal` was aborted throws the signal's reason instead, as `fetch` does.
 */
export class OdindError extends Error {
  override readonly name = "OdindError";

  constructor(
    readonly code: ErrorCode,
    readonly reason: string,
    message: string,
    readonly metadata: Readonly<Record<string, string>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** How long the daemon asks to wait before another attempt, if it does. */
  get retryAfterMs(): number | undefined {
    const seconds = Number.parseFloat(this.metadata["retry_after_s"] ?? "");
    return Number.isNaN(seconds) ? undefined : seconds * 1000;
  }
}

/** An error of our own, with variables that the message names in braces. */
export function refuse(
  code: ErrorCode,
  reason: string,
  message: string,
  metadata: Record<string, string> = {},
): OdindError {
  const filled = message.replace(/\{(\w+)\}/g, (braced, name: string) => metadata[name] ?? braced);
  return new OdindError(code, reason, filled, metadata);
}

export function unreachable(target: string, detail: string): OdindError {
  return refuse(
    "UNAVAILABLE",
    "DAEMON_UNREACHABLE",
    "no daemon answers at {target}: start one with `odind serve`, or name another target ({detail})",
    { target, detail },
  );
}

/** The error to throw for what a call of gRPC threw. */
export function translated(error: unknown, target: string, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof OdindError) return error;
  const failed = ConnectError.from(error);
  const info = failed.findDetails(ErrorInfoSchema).find((one) => one.domain === DOMAIN);
  const code = codeNumbered(failed.code);
  if (info) return new OdindError(code, info.reason, failed.rawMessage, info.metadata, { cause: error });
  if (code === "UNAVAILABLE" || isOfTheNetwork(failed.cause)) return unreachable(target, failed.rawMessage);
  return new OdindError(code, "", failed.rawMessage, {}, { cause: error });
}

/** Errors of sockets and of HTTP/2 have a code in Node.js, those of programs have none; `fetch` throws a TypeError. */
function isOfTheNetwork(cause: unknown): boolean {
  return cause instanceof TypeError || (cause instanceof Error && "code" in cause && typeof cause.code === "string");
}

/** The error that ended a lane or a call. */
export function endedBy(ended: Pick<LaneEnded, "code" | "reason" | "detail" | "metadata">): OdindError {
  const code = CODES.find((one) => one === ended.code) ?? "UNKNOWN";
  return new OdindError(code, ended.reason, ended.detail, ended.metadata);
}

function codeNumbered(code: Code): ErrorCode {
  return CODES[code - 1] ?? "UNKNOWN";
}
