import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { endedBy, OdindError, translated } from "../src/errors.js";
import { ErrorInfoSchema } from "../src/gen/google/rpc/error_details_pb.js";
import { LaneEndedSchema } from "../src/gen/odind/v1/audio_pb.js";
import { mayPass, sentAgain } from "../src/retries.js";

test("the reason is that of the daemon's domain", () => {
  const details = [
    { desc: ErrorInfoSchema, value: { reason: "OTHER", domain: "example.com" } },
    { desc: ErrorInfoSchema, value: { reason: "CONNECTION_NOT_FOUND", domain: "odind", metadata: { id: "c-1" } } },
  ];
  const error = translated(new ConnectError("no c-1", Code.NotFound, undefined, details), "");
  assert.ok(error instanceof OdindError);
  assert.deepEqual(
    [error.code, error.reason, error.message, error.metadata],
    ["NOT_FOUND", "CONNECTION_NOT_FOUND", "no c-1", { id: "c-1" }],
  );
});

test("an aborted call throws what its signal says", () => {
  const why = new Error("enough");
  assert.equal(translated(new ConnectError("", Code.Canceled), "", AbortSignal.abort(why)), why);
});

test("an error of the network means that no daemon answers", () => {
  const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
  const error = translated(new ConnectError("lost", Code.Aborted, undefined, undefined, reset), "unix:/x");
  assert.ok(error instanceof OdindError);
  assert.deepEqual([error.code, error.reason], ["UNAVAILABLE", "DAEMON_UNREACHABLE"]);
  assert.equal(error.metadata["target"], "unix:/x");
});

test("who ends a lane is told by its code", () => {
  for (const [code, wanted] of [
    ["ALREADY_EXISTS", "ALREADY_EXISTS"],
    ["OF_TOMORROW", "UNKNOWN"],
  ]) {
    assert.equal(endedBy(create(LaneEndedSchema, { code: code! })).code, wanted);
  }
});

test("only what may pass is tried again", () => {
  const asked = (seconds: string) => ({ retry_after_s: seconds });
  assert.ok(mayPass(new OdindError("UNAVAILABLE", "", "")));
  assert.ok(mayPass(new OdindError("RESOURCE_EXHAUSTED", "", "", asked("2"))));
  assert.ok(!mayPass(new OdindError("INVALID_ARGUMENT", "", "")));
  assert.ok(!mayPass(new OdindError("UNAVAILABLE", "", "", asked("600"))));
});

test("a pause between attempts ends with its signal", async () => {
  const failed = new OdindError("UNAVAILABLE", "", "", { retry_after_s: "60" });
  await assert.rejects(
    sentAgain(() => Promise.reject(failed), 1, AbortSignal.abort()),
    { name: "AbortError" },
  );
});
