import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createSystem } from "../../src/session/context.ts";
import { Failure } from "../../src/core/errors/problem.ts";
import { createRedaction } from "../../src/core/redaction/redaction.ts";
import { RemoteError } from "../../src/core/remote-refs.ts";
import { cliEnvironment } from "../support/cli.ts";
import { nestable } from "../support/encodings.ts";
import { partsOf, testSecret } from "../support/secrets.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Git repeats the output of a remote, a helper or a hook: such output may contain anything. */
const Words = suite("git's words");

const key = testSecret("api key");
const { add, redactForeign } = createRedaction();
add(key);

const ways: readonly (readonly [string, (key: string) => string])[] = [
  ["as it is", (text) => text],
  ["URL-encoded twice", (text) => encodeURIComponent(encodeURIComponent(text))],
  ["broken into lines", (text) => text.replaceAll(/.{20}/g, "$&\n")],
  ["base64", (text) => nestable["base64"]?.(text) ?? text],
  ["a part", (text) => text.slice(20, 40)],
];
for (const [name, encode] of ways)
  Words(`a remote that answers with the key is not repeated: ${name}`, async () => {
    const server = createServer((_request, response) =>
      response.writeHead(500, { "content-type": "text/plain" }).end(`Denied: ${encode(key)}`),
    );
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const root = temporaryFolder();
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/repository`;
      const git = (...words: string[]) => execFileSync("git", words, { cwd: root });
      git("init", "--quiet");
      git("remote", "add", "origin", url);
      const heard = async (redact?: (text: string) => string): Promise<string> => {
        const { remoteRefs } = createSystem(cliEnvironment(), root, redact);
        const refs = await remoteRefs(root, "origin", undefined);
        const said = await refs.tip("refs/heads/main").catch((error: unknown) => error);
        assert.instance(said, RemoteError);
        return (said as RemoteError).message;
      };
      assert.is.not(partsOf(key, decodeURIComponent(decodeURIComponent(await heard()))).length, 0);
      assert.is(await heard(redactForeign), "[redacted]");
    } finally {
      server.close();
    }
  });

Words("a git that fails is not repeated either, whoever asked it", async () => {
  const folder = temporaryFolder();
  const root = temporaryFolder();
  execFileSync("git", ["init", "--quiet", root]);
  // This fake git prints as a credential helper or a hook would.
  const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
  const script = `#!/bin/sh\ncase "$*" in *--show-toplevel*) exec ${real} "$@";; esac\necho '${btoa(key)}' >&2\nexit 3\n`;
  writeFileSync(join(folder, "git"), script, { mode: 0o755 });
  const variables = { ...cliEnvironment(), PATH: `${folder}:${process.env["PATH"]}` };
  const { git } = createSystem(variables, root, redactForeign);
  const error = await git.ignores(root, "file").then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.instance(error, Failure);
  const [problem] = (error as Failure).problems;
  assert.is(problem?.code, "git-failed");
  assert.match(problem?.message ?? "", "failed: [redacted]");
});

Words.run();
