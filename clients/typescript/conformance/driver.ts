// The TypeScript client as `odind conformance` drives it; docs/CONFORMANCE.md describes the lines.
import { createInterface } from "node:readline";
import {
  create,
  createRegistry,
  type DescMethodUnary,
  fromJson,
  fromJsonString,
  type JsonValue,
} from "@bufbuild/protobuf";
import {
  type Connection,
  connect as connectNode,
  type ConnectOptions,
  type Daemon,
  OdindError,
  VERSION,
  type Watched,
  type WatchRequest,
} from "../src/node/index.js";
import { connect as connectWeb } from "../src/web/index.js";
import {
  file_odind_v1_audio,
  StreamAudioConfigSchema,
  StreamAudioStartedSchema,
} from "../src/gen/odind/v1/audio_pb.js";
import {
  ConnectionSchema,
  EventSchema,
  file_odind_v1_rooms,
  SnapshotSchema,
  WatchEventsRequestSchema,
} from "../src/gen/odind/v1/rooms_pb.js";
import { file_odind_v1_server, GetInfoResponseSchema } from "../src/gen/odind/v1/server_pb.js";
import { asJson, Audio } from "./audio.js";
import { type Arguments, contentOf, type Order } from "./orders.js";

// With --web, the part for web pages: Node.js has what it needs, but for microphones and loudspeakers.
const WEB = process.argv.includes("--web");
const WIRES = WEB ? "http ws parallel" : "unix tcp unicode_paths door";
const FEATURES = `${WIRES} watch follow speak listen opus u64 retries raw`.split(" ");
const REGISTRY = createRegistry(file_odind_v1_audio, file_odind_v1_rooms, file_odind_v1_server);

const UNSUPPORTED = Symbol("unsupported");
type Result = JsonValue | void | undefined | typeof UNSUPPORTED;

let daemon: Daemon;
const running = new Map<number, AbortController>();
const streams = new Map<number, Audio>();

function tell(id: number, kind: string, value: JsonValue): void {
  process.stdout.write(`${JSON.stringify({ id, [kind]: value })}\n`);
}

async function perform(order: Order): Promise<void> {
  const controller = new AbortController();
  running.set(order.id, controller);
  try {
    const result = await performed(order, controller.signal);
    if (result === UNSUPPORTED) tell(order.id, "unsupported", true);
    else tell(order.id, "result", result ?? {});
  } catch (error) {
    tell(order.id, "error", told(error));
  }
}

function told(error: unknown): JsonValue {
  if (error instanceof Error && error.name === "AbortError") return { code: "CANCELLED" };
  if (!(error instanceof OdindError)) throw error;
  return { code: error.code, reason: error.reason, message: error.message, metadata: { ...error.metadata } };
}

async function performed({ id, op, args: a }: Order, signal: AbortSignal): Promise<Result> {
  switch (op) {
    case "hello":
      return { protocol: 1, client: "typescript", version: VERSION, features: FEATURES };
    case "connect":
      return await reconnect(id, a);
    case "close":
      return await closeAll(id);
    case "info":
      return asJson(GetInfoResponseSchema, await daemon.info({ signal }));
    case "join":
      return viewOf(await join(a, signal));
    case "get":
      return viewOf(await daemon.connection(a.connection_id ?? "", { signal }));
    case "leave":
      return await attached(a).leave({ signal });
    case "list":
      return await list(a, signal);
    case "user_data":
      return await attached(a).setUserData(contentOf(a.payload!), { signal });
    case "message":
      return await attached(a).send(contentOf(a.payload!), a.peer_ids, { signal });
    case "watch":
      return await tellAll(id, daemon.watch(watching(a), { signal }));
    case "follow":
      return await tellAll(id, daemon.follow(watching(a), { signal }));
    case "audio":
      return await audio(id, a, signal);
    case "control":
      return await streams.get(a.call!)!.control(a);
    case "cancel":
      return running.get(a.call!)!.abort();
    case "raw":
      return await raw(a, signal);
  }
  return UNSUPPORTED;
}

async function reconnect(id: number, a: Arguments): Promise<void> {
  await closeAll(id);
  const environment = Object.entries(a.environment ?? {});
  for (const [name, value] of environment) {
    if (value === null) delete process.env[name];
    else process.env[name] = value;
  }
  try {
    const connect: (options: ConnectOptions) => Daemon = WEB ? connectWeb : connectNode;
    daemon = connect({
      target: a.target ?? undefined,
      apiKey: a.api_key,
      callTimeoutMs: a.call_timeout_ms,
      retries: a.retries,
    });
  } finally {
    for (const [name, value] of environment) if (value !== null) delete process.env[name];
  }
}

async function closeAll(by: number): Promise<void> {
  for (const [id, controller] of running) if (id !== by) controller.abort();
  await daemon?.close();
}

function attached(a: Arguments): Connection {
  return daemon.attached(a.connection_id ?? "");
}

function viewOf(connection: Connection): JsonValue {
  return asJson(ConnectionSchema, connection.view);
}

async function join(a: Arguments, signal: AbortSignal): Promise<Connection> {
  return await daemon.join(a.room_id ?? "", {
    user: a.user_id ?? "",
    signal,
    ...(a.linger_ms === undefined ? {} : { lingerMs: a.linger_ms }),
    ...(a.user_data ? { userData: contentOf(a.user_data) } : {}),
  });
}

async function list(a: Arguments, signal: AbortSignal): Promise<JsonValue> {
  const ids: string[] = [];
  for await (const connection of daemon.connections(a.page_size, { signal })) ids.push(connection.id);
  return { connection_ids: ids };
}

function watching({ connection_ids: connectionIds = [], kinds = [], after_sequence: after }: Arguments): WatchRequest {
  const request = create(WatchEventsRequestSchema, { connectionIds, kinds });
  if (after) request.afterSequence = BigInt(after);
  return request;
}

async function tellAll(id: number, items: AsyncIterable<Watched>): Promise<void> {
  for await (const item of items) {
    const value = item.case === "event" ? asJson(EventSchema, item.value) : asJson(SnapshotSchema, item.value);
    tell(id, "item", { [item.case]: value });
  }
}

async function audio(id: number, a: Arguments, signal: AbortSignal): Promise<void> {
  const config = fromJson(StreamAudioConfigSchema, {
    connection_id: a.connection_id ?? "",
    ...(a.send ? { send: a.send } : {}),
    ...(a.receive ? { receive: a.receive } : {}),
    ...(a.mode ? { receive_mode: a.mode } : {}),
  });
  await using stream = await daemon.audio(config, { signal });
  const opened = new Audio(stream, signal);
  streams.set(id, opened);
  tell(id, "item", { started: asJson(StreamAudioStartedSchema, stream.started) });
  await opened.closed;
}

/** Calls any unary method by its name, as in RoomService/GetConnection. */
async function raw({ method: named = "", json = "" }: Arguments, signal: AbortSignal): Promise<JsonValue> {
  const [service, name] = named.split("/");
  const { methods } = REGISTRY.getService(`odind.v1.${service}`)!;
  const method = methods.find((one) => one.name === name) as DescMethodUnary;
  const request = fromJsonString(method.input, json);
  const { message } = await daemon.transport.unary(method, signal, undefined, undefined, request);
  return asJson(method.output, message);
}

for await (const line of createInterface({ input: process.stdin })) void perform(JSON.parse(line) as Order);
process.exit(0);
