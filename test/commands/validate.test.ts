import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, openSync, closeSync, ftruncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { repositoryFolder } from "../support/repository.ts";
import { runCliHere } from "../support/run-here.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Validate = suite("validate");

function folderWith(manifest: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "anon.config.yaml"), manifest);
  return folder;
}

const wrong = "version: 1\nuserPool: {}\nuserPools:\n  members: { name: Members }\n";
const twoOfOneName = `version: 1
userPools:
  one: { name: Members, description: One. }
  two: { name: Members, description: Two. }
`;

const staffAt = (url: string) =>
  `version: 1\nuserPools:\n  staff: { name: Staff, description: Employees., authorization: { jwksUri: "${url}" } }\n`;

Validate("a valid manifest gets one line on stdout, and nothing else is said", async () => {
  assert.equal(await runCliHere(["validate"], { cwd: repositoryFolder }), {
    code: 0,
    stdout: "anon.config.yaml is valid: 2 user pools, 3 SDK clients, 2 environments.\n",
    stderr: "",
  });
});

Validate(
  "all problems are told at once, each with its place, a caret and a next step",
  async () => {
    const { code, stdout, stderr } = await runCliHere(["validate"], { cwd: folderWith(wrong) });
    assert.is(code, 3);
    assert.is(stdout, "anon.config.yaml is not valid: 2 errors.\n");
    assert.match(stderr, "error[unknown-key]");
    assert.match(stderr, " --> anon.config.yaml:2:1\n");
    assert.match(stderr, "2 | userPool: {}\n  | ^^^^^^^^\n");
    assert.match(stderr, "error[missing-key]");
    assert.is(stderr.match(/^help: /gm)?.length, 2);
  },
);

Validate("an environment that is named must be there, and none need be named", async () => {
  const own = folderWith(`version: 1\nenvironments:\n  staging: { target: sandbox }\n`);
  assert.is((await runCliHere(["validate"], { cwd: own })).code, 0, "not even the default one");
  const there = await runCliHere(["validate", "-e", "production"], { cwd: repositoryFolder });
  assert.is(there.code, 0);
  const missing = await runCliHere(["validate", "-e", "prodution"], { cwd: repositoryFolder });
  assert.is(missing.code, 3);
  assert.match(missing.stderr, "error[unknown-environment]");
  assert.match(missing.stderr, "Did you mean --env production?");
});

Validate("warnings alone do not make it fail", async () => {
  const { code, stdout, stderr } = await runCliHere(["validate"], {
    cwd: folderWith(twoOfOneName),
  });
  assert.is(code, 0);
  assert.match(stderr, "warning[duplicate-name]");
  assert.match(
    stdout,
    /is valid: 2 user pools, 0 SDK clients, 3 environments \(\d warnings?\)\.\n$/,
  );
});

Validate("--json prints diagnostics with ranges on stdout, and nothing on stderr", async () => {
  const { code, stdout, stderr } = await runCliHere(["validate", "--json"], {
    cwd: folderWith(wrong),
  });
  assert.equal([code, stderr], [3, ""]);
  const { diagnostics } = JSON.parse(stdout);
  assert.equal(
    diagnostics.map(({ code: each }: { code: string }) => each),
    ["unknown-key", "missing-key"],
  );
  assert.equal(diagnostics[0].range, {
    start: { line: 2, column: 1 },
    end: { line: 2, column: 9 },
  });
  const valid = await runCliHere(["validate", "--json"], { cwd: repositoryFolder });
  assert.equal([valid.code, JSON.parse(valid.stdout)], [0, { diagnostics: [] }]);
});

Validate("BOM and CRLF are simply read", async () => {
  const cwd = folderWith("\uFEFFversion: 1\r\nuserPools:\r\n");
  const { code, stderr } = await runCliHere(["validate"], { cwd });
  assert.equal([code, stderr.includes("forbidden-character")], [3, false]);
  const whole = "\uFEFFversion: 1\r\nenvironments:\r\n  sandbox: { target: sandbox }\r\n";
  assert.is((await runCliHere(["validate"], { cwd: folderWith(whole) })).code, 0);
});

Validate("a manifest that is not there points to init", async () => {
  const { code, stdout, stderr } = await runCliHere(["validate"]);
  assert.is(code, 3);
  assert.match(stderr, "error[no-manifest]");
  assert.match(stderr, "anon-sync init");
  assert.is(stdout, "anon.config.yaml is not valid: 1 error.\n");
});

Validate("what cannot be read is a problem like any other, in JSON too", async () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "folder"));
  const large = openSync(join(cwd, "large"), "w");
  ftruncateSync(large, 64 * 1024 * 1024 + 1);
  closeSync(large);
  writeFileSync(join(cwd, "empty"), "");
  writeFileSync(join(cwd, "latin-1"), Buffer.from("version: 1 # caf\xe9", "latin1"));
  const cases = [
    ["folder", "manifest-unreadable"],
    ["large", "file-too-large"],
    ["empty", "empty-file"],
    ["latin-1", "not-utf8"],
    ["empty/below", "manifest-unreadable"],
  ];
  if (process.platform !== "win32") {
    execFileSync("mkfifo", [join(cwd, "pipe")]);
    cases.push(["pipe", "manifest-unreadable"]);
  }
  // Root may read every file.
  if (process.getuid?.() !== 0) {
    writeFileSync(join(cwd, "secret"), "version: 1\n");
    chmodSync(join(cwd, "secret"), 0);
    cases.push(["secret", "manifest-unreadable"]);
  }
  for (const [file = "", code = ""] of cases) {
    const human = await runCliHere(["validate", "-c", file], { cwd });
    assert.equal([human.code, human.stderr.startsWith(`error[${code}]`)], [3, true], human.stderr);
    const { stdout } = await runCliHere(["validate", "--json", "-c", file], { cwd });
    assert.is(JSON.parse(stdout).diagnostics[0].code, code);
  }
});

Validate("other commands show the same problems with the same code frames", async () => {
  const cwd = folderWith(wrong);
  const { stderr } = await runCliHere(["validate"], { cwd });
  for (const command of ["plan", "status"]) {
    const run = await runCliHere([command], { cwd });
    assert.equal([run.code, run.stderr], [3, stderr], command);
  }
});

Validate(
  "a password in a URL is told, and shown nowhere; a scheme in capitals is one",
  async () => {
    const cwd = folderWith(staffAt("HTTPS://who:hunter2@login.example.com/jwks"));
    for (const words of [["validate"], ["validate", "--json"], ["plan"]]) {
      const { code, stdout, stderr } = await runCliHere(words, { cwd });
      assert.is(code, 3);
      assert.match(`${stdout}${stderr}`, "password-in-url");
      assert.match(`${stdout}${stderr}`, "jwksUri holds a user name or a password");
      assert.not.match(`${stdout}${stderr}`, "hunter2");
    }
    const { stderr } = await runCliHere(["validate"], { cwd });
    assert.match(stderr, /"HTTPS:\/\/\*{11}@login\.example\.com\/jwks"/);
    for (const url of ["HTTPS://login.example.com/jwks", "https://login.example.com?of=a@b"])
      assert.is((await runCliHere(["validate"], { cwd: folderWith(staffAt(url)) })).code, 0, url);
  },
);

const lines = (line: (at: number) => string) =>
  Array.from({ length: 20_000 }, (_, at) => `  ${line(at)}\n`).join("");

Validate("20,000 problems end in the time of a test, and 100 of them are printed", async () => {
  const one = "version: 1\nuserPools: { m0: { name: A, description: d } }\n";
  for (const [text, code] of [
    [
      `version: 1\nuserPools:\n${lines((at) => `1k${at}: { name: n${at}, description: d }`)}`,
      "bad-key",
    ],
    [
      `${one}moved:\n${lines((at) => `- { from: userPools.m${at + 1}, to: userPools.m${at === 19_999 ? 1 : at + 2} }`)}`,
      "moved-circle",
    ],
  ] as const) {
    const { stderr, stdout } = await runCliHere(["validate"], { cwd: folderWith(text) });
    assert.is(stderr.match(/^error\[/gm)?.length, 100);
    assert.match(stderr, `error[${code}]`);
    assert.match(stderr, /\n\.\.\. and 19900 errors more, not shown here\.\n$/);
    assert.match(stdout, /is not valid: 20000 errors\./);
  }
  const chain = `${one}moved:\n${lines((at) => `- { from: userPools.m${at + 1}, to: userPools.m${at} }`)}`;
  assert.is((await runCliHere(["validate"], { cwd: folderWith(chain) })).code, 0);
});

Validate(
  "a URL that looks like another is refused; a plan shows the host that it has",
  async () => {
    const deceptive = folderWith(staffAt("https://login.ex\u0430mple.com\u2044x.evil.com/j"));
    const refused = await runCliHere(["validate"], { cwd: deceptive });
    assert.is(refused.code, 3);
    assert.match(refused.stderr, "error[deceptive-url]");
    assert.match(refused.stderr, "(U+2044)");
    const env = { ANON_API_KEY: "anon_test", ANON_BASE_URL: "http://127.0.0.1:9" };
    for (const [url, shown] of [
      [
        "https://\u0430\u0440\u0440\u04CF\u0435.com/j",
        '"https://xn--80ak6aa92e.com/j" (at xn--80ak6aa92e.com)',
      ],
      [
        "https://login.example.com.evil.com/j",
        '"https://login.example.com.evil.com/j" (at evil.com)',
      ],
      [
        `https://login.example.com.${"a".repeat(60)}.${"b".repeat(60)}.evil.com/j`,
        '.evil.com/j" (at evil.com)',
      ],
      ["https://login.example.com/j", '"https://login.example.com/j"\n'],
    ] as const)
      for (const format of ["human", "markdown"]) {
        const words = ["plan", "--refresh=false", "-e", "emulator", "--format", format];
        const { stdout, stderr } = await runCliHere(words, { cwd: folderWith(staffAt(url)), env });
        assert.match(stdout, shown, `${format}: ${stderr}`);
      }
  },
);

Validate.run();
