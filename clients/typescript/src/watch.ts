import { type MessageInitShape } from "@bufbuild/protobuf";
import { createClient, type Transport } from "@connectrpc/connect";
import {
  type Event,
  RoomService,
  type Snapshot,
  type WatchEventsRequestSchema,
  type WatchEventsResponse,
} from "./gen/odind/v1/rooms_pb.js";
import { mayPass, Pauses } from "./retries.js";

/**
 * One of two: a snapshot, which replaces everything known before, or an event. An event whose `kind.case` is undefined
 * is of a kind that this client does not know.
 */
export type Watched =
  { readonly case: "snapshot"; readonly value: Snapshot } | { readonly case: "event"; readonly value: Event };

/** What to watch; nothing named is everything. */
export type WatchRequest = MessageInitShape<typeof WatchEventsRequestSchema>;

/** Yields a snapshot, and then what happens, until the daemon or the caller ends it. */
export async function* watch(
  transport: Transport,
  request: WatchRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<Watched, void> {
  const ending = new AbortController();
  const end = () => ending.abort(signal?.reason);
  if (signal?.aborted) end();
  signal?.addEventListener("abort", end);
  try {
    const responses = createClient(RoomService, transport).watchEvents(request, { signal: ending.signal });
    yield* whole(responses);
  } finally {
    signal?.removeEventListener("abort", end);
    end(); // the call, when the caller has left the loop
  }
}

/** Watches over restarts of the daemon, as {@link Daemon.follow} describes. */
export async function* follow(
  transport: Transport,
  request: WatchRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<Watched, void> {
  let between = new Pauses();
  for (let asked = request; ; await between.wait(signal)) {
    try {
      for await (const item of watch(transport, asked, signal)) {
        yield item;
        asked = { ...asked, afterSequence: item.value.sequence, snapshotIfExpired: true } as WatchRequest;
        between = new Pauses();
      }
    } catch (error) {
      if (!mayPass(error)) throw error;
    }
  }
}

/** Skips messages of kinds that we do not know, and puts together snapshots that come in parts. */
async function* whole(responses: AsyncIterable<WatchEventsResponse>): AsyncGenerator<Watched, void> {
  let parts: Snapshot | undefined;
  for await (const { kind } of responses) {
    if (kind.case === "event") yield kind;
    if (kind.case !== "snapshot") continue;
    parts = parts ? joined(parts, kind.value) : kind.value;
    if (parts.more) continue;
    yield { case: "snapshot", value: parts };
    parts = undefined;
  }
}

/** Adds the next part of a snapshot; its first connection may be the last one before, continued. */
function joined(snapshot: Snapshot, part: Snapshot): Snapshot {
  for (const connection of part.connections) {
    const last = snapshot.connections.at(-1);
    if (last?.connectionId === connection.connectionId) last.peers.push(...connection.peers);
    else snapshot.connections.push(connection);
  }
  snapshot.more = part.more;
  return snapshot;
}
