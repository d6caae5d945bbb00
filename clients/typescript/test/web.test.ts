import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { connect } from "../src/web/index.js";

test("a target is the address of a daemon's HTTP", () => {
  assert.equal(connect().target, "http://127.0.0.1:7711");
  assert.equal(connect("https://voice.example:7713/").target, "https://voice.example:7713");
  for (const target of ["127.0.0.1:7711", "unix:/run/odind.sock", "ws://a", "http://a/path", "http://a:99999"]) {
    assert.throws(() => connect(target), { code: "INVALID_ARGUMENT", reason: "TARGET_INVALID" });
  }
});

test("a key leaves the machine in the clear for nobody", () => {
  const target = "http://voice.example:7711";
  assert.throws(() => connect({ target, apiKey: "secret" }), { reason: "KEY_UNPROTECTED", metadata: { target } });
  assert.equal(connect({ target }).target, target);
  assert.equal(connect({ target: "http://localhost:7711", apiKey: "secret" }).target, "http://localhost:7711");
});

test("a daemon that is not there is unreachable", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.close();
  await once(server, "close");
  await assert.rejects(connect(target).info(), { code: "UNAVAILABLE", reason: "DAEMON_UNREACHABLE" });
});

test("an error of the daemon has its reason, and calls say who calls", async () => {
  const seen: (string | undefined)[] = [];
  const refusal = {
    code: "not_found",
    message: "there is no connection c1",
    details: [{ type: "google.rpc.ErrorInfo", value: "ChRDT05ORUNUSU9OX05PVF9GT1VORBIFb2RpbmQ" }],
  };
  const server = createServer((request, answer) => {
    seen.push(request.headers.authorization, request.url);
    answer.writeHead(404, { "content-type": "application/json" }).end(JSON.stringify(refusal));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const left = connect({ target, apiKey: "cookie" }).attached("c1").leave();
  await assert.rejects(left, { code: "NOT_FOUND", reason: "CONNECTION_NOT_FOUND" });
  assert.deepEqual(seen, ["Bearer cookie", "/odind.v1.RoomService/LeaveRoom"]);
  server.close();
  server.closeAllConnections();
});
