import assert from "node:assert/strict";
import { test } from "node:test";
import { connect } from "../src/node/index.js";

test("a client that was closed dials no more", async () => {
  const daemon = connect("unix:/nowhere/odind.sock");
  await daemon.close();
  await assert.rejects(daemon.info(), { code: "CANCELLED" });
  await assert.rejects(daemon.follow().next(), { code: "CANCELLED" });
});

test("a key is not sent in the clear beyond this machine", () => {
  const options = { target: "voice.example.com:443", apiKey: "secret" };
  assert.throws(() => connect(options), { code: "INVALID_ARGUMENT", reason: "KEY_UNPROTECTED" });
});
