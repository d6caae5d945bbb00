import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

for (const example of ["examples/first.ts", "examples/web/first.ts"]) {
  test(`the README has ${example}, which is compiled, and has at most 15 lines`, () => {
    const program = readFileSync(example, "utf8");
    assert.ok(program.trimEnd().split("\n").length <= 15);
    assert.ok(readFileSync("README.md", "utf8").includes(`\`\`\`ts\n${program}\`\`\``));
  });
}

test("the version is that of the package", async () => {
  const { VERSION } = await import("../src/version.js");
  assert.equal(JSON.parse(readFileSync("package.json", "utf8")).version, VERSION);
});
