import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exitCode } from "../../src/core/errors/exit-code.ts";
import { Failure, type Problem } from "../../src/core/errors/problem.ts";
import { stateOf, type State } from "../../src/core/state/state.ts";
import { formatLockfile, parseLockfile, type Lockfile } from "../../src/store/lockfile.ts";
import { mergeLockfiles, resolveConflict } from "../../src/store/merge-lockfiles.ts";
import { anyState } from "../support/any-world.ts";
import { held, pool } from "../support/world.ts";
import { lineageNumber } from "../support/lineage.ts";

const Merging = suite("two versions of a lockfile");
const Refusing = suite("two versions of a lockfile that are not merged");
const Conflicts = suite("a lockfile with conflict markers");

const path = "anon.lock.sandbox.json";
const environment = { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" };

function lockfile(state: State, more: Partial<Lockfile> = {}): Uint8Array {
  return formatLockfile({ lineage: lineageNumber(1), environment, state, ...more });
}

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const bytesOf = (value: string) => new TextEncoder().encode(value);
const withCrlf = (bytes: Uint8Array) => bytesOf(text(bytes).replaceAll("\n", "\r\n"));

const [members, staff] = ["members", "staff"].map((key) => stateOf([held(pool(key))]));
const ours = lockfile(members!);
const theirs = lockfile(staff!);

const conflict = (left: Uint8Array, right: Uint8Array) =>
  bytesOf(`<<<<<<< HEAD\n${text(left)}=======\n${text(right)}>>>>>>> side\n`);

/** Returns the one problem that refuses a merge. */
function refusal(left: Uint8Array, right: Uint8Array, name = path): Problem {
  try {
    mergeLockfiles(left, right, name);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    assert.is(error.exitCode, exitCode.refused);
    const [problem] = error.problems;
    if (problem !== undefined && error.problems.length === 1) return problem;
  }
  return assert.unreachable("it was merged") as never;
}

Merging("the text is the same whichever is ours, reads as written, and has every id", () => {
  fc.assert(
    fc.property(anyState, anyState, anyState, (left, right, base) => {
      const [one, another] = [lockfile(left), lockfile(right)];
      const merged = mergeLockfiles(one, another, path, lockfile(base));
      const swapped = mergeLockfiles(another, one, path, lockfile(base));
      assert.is(text(merged.bytes), text(swapped.bytes));
      assert.equal(merged.conflicts, swapped.conflicts);
      const read = parseLockfile(merged.bytes, path);
      assert.is(text(formatLockfile(read)), text(merged.bytes));
      for (const id of [...left.ids.keys(), ...right.ids.keys()]) assert.ok(read.state.ids.has(id));
      // The part that a branch has merged already is the base of its next merge.
      const again = mergeLockfiles(merged.bytes, one, path, one);
      assert.equal([text(again.bytes), again.conflicts], [text(merged.bytes), []]);
    }),
    { numRuns: 300 },
  );
});

Merging("a side that has learned the organization tells the other", () => {
  const told = { ...environment, organizationId: "org-1" };
  for (const [left, right] of [
    [lockfile(members!, { environment: told }), theirs],
    [theirs, lockfile(members!, { environment: told })],
  ] as const)
    assert.equal(mergeLockfiles(left, right, path).lockfile.environment, told);
});

Merging("CRLF and a BOM on one side make no difference", () => {
  const plain = mergeLockfiles(ours, theirs, path).bytes;
  const odd = bytesOf(`\uFEFF${text(withCrlf(theirs))}`);
  assert.is(text(mergeLockfiles(ours, odd, path).bytes), text(plain));
});

Merging("a base that cannot be read is as good as none", () => {
  const plain = mergeLockfiles(ours, theirs, path).bytes;
  for (const base of ["", "{", "<<<<<<< a\n"])
    assert.is(text(mergeLockfiles(ours, theirs, path, bytesOf(base)).bytes), text(plain));
});

Refusing("two lockfiles are told by everything they differ in, with what to type", () => {
  const other = lockfile(staff!, {
    lineage: lineageNumber(2),
    environment: { name: "production", baseUrl: "https://svc.anon.com", organizationId: "org-2" },
  });
  const mine = lockfile(members!, { environment: { ...environment, organizationId: "org-1" } });
  const { code, message, next, file } = refusal(mine, other);
  assert.equal([code, file], ["merge-of-two-lockfiles", path]);
  assert.match(
    message,
    `the lineage (${lineageNumber(1)} and ${lineageNumber(2)}), the environment (sandbox and production), the API's base URL (https://svc.sandbox.anon.com and https://svc.anon.com), the organization (org-1 and org-2)`,
  );
  assert.match(next ?? "", `git checkout --ours -- ${path}`);
});

Refusing("a name that a branch has chosen is one word of the commands that are printed", () => {
  const named = "a';b/anon.lock.sandbox.json";
  const word = "'a'\\'';b/anon.lock.sandbox.json'";
  const other = lockfile(staff!, { lineage: lineageNumber(2) });
  for (const side of [other, bytesOf("{"), conflict(ours, other)]) {
    const { next = "" } = refusal(ours, side, named);
    assert.match(next, word);
    assert.not.match(next.replaceAll(word, ""), named);
  }
});

Refusing("a damaged side, and one of a newer version, whichever it is", () => {
  const newer = bytesOf(text(theirs).replace('"lockfileVersion": 1', '"lockfileVersion": 2'));
  for (const [side, code] of [
    [theirs.slice(0, -5), "lockfile-damaged"],
    [bytesOf(""), "lockfile-damaged"],
    [new Uint8Array([0xff, 0xfe]), "lockfile-damaged"],
    [newer, "lockfile-version"],
  ] as const) {
    assert.is(refusal(ours, side).code, code);
    assert.is(refusal(side, ours).code, code);
  }
});

Conflicts("are resolved to what the two sides make together", () => {
  const merged = text(mergeLockfiles(ours, theirs, path).bytes);
  for (const bytes of [conflict(ours, theirs), withCrlf(conflict(ours, theirs))])
    assert.is(text(resolveConflict(bytes, path)?.bytes), merged);
  assert.is(text(resolveConflict(conflict(ours, ours), path)?.bytes), text(ours));
});

Conflicts("that somebody committed are both sides of what is merged then", () => {
  const other = lockfile(stateOf([held(pool("other"))]));
  const { lockfile: merged } = mergeLockfiles(conflict(ours, theirs), other, path);
  assert.is(merged.state.ids.size, 3);
});

Conflicts("are none where there are no markers, and no reason to drop what is not UTF-8", () => {
  assert.is(resolveConflict(ours, path), undefined);
  const broken = new Uint8Array([...conflict(ours, theirs), 0xff]);
  assert.is(resolveConflict(broken, path), undefined);
  assert.is(refusal(broken, ours).code, "lockfile-damaged");
});

Merging.run();
Refusing.run();
Conflicts.run();
