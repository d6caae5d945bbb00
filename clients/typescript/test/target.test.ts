import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, audioSocketBeside, isLoopback, resolveTarget } from "../src/node/target.js";

test("a target is a path, a socket, or host and port", () => {
  assert.equal(resolveTarget("/run/odind.sock"), "unix:/run/odind.sock");
  for (const target of ["unix:/run/odind.sock", "127.0.0.1:7710", "[::1]:7710", "voice.example.com:443"]) {
    assert.equal(resolveTarget(target), target);
  }
});

test("what is neither is refused with a reason", () => {
  for (const target of ["somewhere", "unix:", "host:port", "a b:1"]) {
    assert.throws(() => resolveTarget(target), { code: "INVALID_ARGUMENT", reason: "TARGET_INVALID" });
  }
});

test("an address of version 6 has no brackets for who dials it", () => {
  assert.deepEqual(addressOf("[::1]:7710"), { host: "::1", port: 7710 });
  assert.ok(isLoopback("[::1]:7710"));
  assert.ok(!isLoopback("voice.example.com:443"));
});

test("the audio socket is beside that of gRPC", () => {
  assert.equal(audioSocketBeside("/run/odind/odind.sock"), "/run/odind/odind.audio");
});
