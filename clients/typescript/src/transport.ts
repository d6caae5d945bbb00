import { clone, create, type DescMessage, type DescMethodUnary, type Message } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import type { Transport } from "@connectrpc/connect";
import { OdindError, translated } from "./errors.js";
import { sentAgain } from "./retries.js";

export const MESSAGE_LIMIT = 16 << 20;

/** A transport whose calls have this package's errors, credentials, timeouts and retries. */
export interface DaemonTransport extends Transport {
  /** Ends all calls. */
  close(): void;
}

/** Who calls where, and how patiently. */
export interface Calling {
  readonly target: string;
  readonly apiKey: string;
  readonly callTimeoutMs: number | undefined;
  readonly retries: number;
}

/**
 * Adds to a transport what every call has. Closing hangs up.
 *
 * @param header - What each call says beside its credentials.
 */
export function decorated(
  inner: Transport,
  options: Calling,
  header: Readonly<Record<string, string>>,
  hangUp: () => void,
): DaemonTransport {
  const closing = new AbortController();
  const close = () => {
    closing.abort(new OdindError("CANCELLED", "", "the client was closed"));
    hangUp();
  };
  return { ...calls(inner, options, header, closing.signal), close };
}

function calls(
  inner: Transport,
  options: Calling,
  always: Readonly<Record<string, string>>,
  closing: AbortSignal,
): Transport {
  const told = (error: unknown, signal?: AbortSignal) =>
    translated(error, options.target, signal?.aborted ? signal : closing);
  return {
    async unary(method, signal, timeoutMs, header, input, contextValues) {
      const [request, named] = withRequestId(method, create(method.input, input));
      const bound = timeoutMs ?? options.callTimeoutMs;
      const headers = shown(header, always, options);
      const send = async () => {
        closing.throwIfAborted();
        try {
          return await inner.unary(method, signal, bound, headers, request as typeof input, contextValues);
        } catch (error) {
          throw told(error, signal);
        }
      };
      return await (named ? sentAgain(send, options.retries, signal) : send());
    },
    async stream(method, signal, timeoutMs, header, input, contextValues) {
      closing.throwIfAborted();
      try {
        const answer = await inner.stream(
          method,
          signal,
          timeoutMs,
          shown(header, always, options),
          input,
          contextValues,
        );
        return { ...answer, message: translatedItems(answer.message, (error) => told(error, signal)) };
      } catch (error) {
        throw told(error, signal);
      }
    },
  };
}

/** Adds what says who calls. */
function shown(
  given: ConstructorParameters<typeof Headers>[0],
  always: Readonly<Record<string, string>>,
  { apiKey }: Calling,
): Headers {
  const header = new Headers(given);
  for (const [name, value] of Object.entries(always)) header.set(name, value);
  if (apiKey && !header.has("authorization")) header.set("authorization", `Bearer ${apiKey}`);
  return header;
}

async function* translatedItems<T>(items: AsyncIterable<T>, told: (error: unknown) => unknown): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    throw told(error);
  }
}

/** Returns a request with an id where it can have one, and whether it can. */
function withRequestId(method: DescMethodUnary<DescMessage>, given: Message): [Message, boolean] {
  const field = method.input.fields.find((one) => one.name === "request_id");
  if (field?.fieldKind !== "scalar") return [given, false];
  const request = clone(method.input, given);
  const fields = reflect(method.input, request);
  if (!fields.get(field)) fields.set(field, crypto.randomUUID());
  return [request, true];
}
