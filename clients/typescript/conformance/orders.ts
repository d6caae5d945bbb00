import type { JsonObject } from "@bufbuild/protobuf";
import type { Content, Json } from "../src/node/index.js";

export type Payload = { json: Json } | { base64: string };

/** Those of all orders. */
export interface Arguments {
  target?: string | null;
  environment?: Record<string, string | null>;
  api_key?: string;
  call_timeout_ms?: number;
  retries?: number;
  room_id?: string;
  user_id?: string;
  linger_ms?: number;
  user_data?: Payload;
  payload?: Payload;
  peer_ids?: number[];
  connection_id?: string;
  connection_ids?: string[];
  kinds?: string[];
  after_sequence?: string;
  page_size?: number;
  send?: JsonObject;
  receive?: JsonObject;
  mode?: string;
  call?: number;
  do?: string;
  samples?: number;
  start?: number;
  chunk?: number;
  base64?: string;
  packets?: string[];
  name?: string;
  frames?: number;
  method?: string;
  json?: string;
}

export interface Order {
  id: number;
  op: string;
  args: Arguments;
}

export function contentOf(given: Payload): Content {
  return "base64" in given ? Buffer.from(given.base64, "base64") : given.json;
}
