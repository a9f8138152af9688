import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatJournal, formatSlot } from "../../src/store/journal-format.ts";
import { withEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest } from "../support/project.ts";
import { flips } from "./damage.ts";
import { lineageOf } from "../../src/core/names/lineage.ts";

const Flipped = suite("files with a flipped bit, through the command itself");

const samples = 20;

/** The permitted exit codes of `plan`: success, refused, or something unsettled. */
const decent = [0, 3, 4, 5];

Flipped(
  "plan ends with a code of its own, a next step and no stack trace, and creates nothing new",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const { lineage } = made.lockfile();
    made.manifest(
      smallManifest.replace("  staff:", "  more: { name: More, description: M. }\n  staff:"),
    );
    const folder = join(made.folder, ".anon-sync", lineage);
    writeFileSync(join(folder, "journal"), journalOf(lineage));
    const lockfile = join(made.folder, "anon.lock.sandbox.emulator.json");
    const counts: Record<string, number> = {};
    for (const path of [lockfile, join(folder, "ledger"), join(folder, "journal")]) {
      const whole = readFileSync(path);
      const all = whole.length * 8;
      // The samples are evenly spread over the file; a prime step reaches every bit of a byte.
      const wanted = new Set(
        Array.from({ length: samples }, (_, at) => Math.floor((at * all) / samples) + (at % 8)),
      );
      let bit = -1;
      for (const { what, bytes } of flips(whole)) {
        bit += 1;
        if (!wanted.has(bit)) continue;
        writeFileSync(path, bytes);
        const { code, stdout, stderr } = await made.run(["plan", "--json"]);
        const where = `${path}, ${what()}: ${code}\n${stderr}`;
        counts[code] = (counts[code] ?? 0) + 1;
        assert.ok(decent.includes(code), where);
        assert.not.match(`${stdout}${stderr}`, /This is a bug|^\s+at /m, where);
        if (stdout === "") assert.match(stderr, /^help: ./m, where);
        else {
          const { actions } = JSON.parse(stdout) as {
            actions: { action: string; address: string }[];
          };
          const created = actions.filter(({ action }) => action === "create");
          assert.equal(created, [], where);
        }
      }
      writeFileSync(path, whole);
    }
    assert.ok((counts["4"] ?? 0) > 10 && (counts["5"] ?? 0) > 20, JSON.stringify(counts));
    assert.is(await emulator.posts(), 3);
    rmSync(join(folder, "journal"));
    await made.applied();
    assert.is(await emulator.posts(), 4);
  }),
);

/** Returns the journal of a killed run that had sent one create, with an unknown outcome. */
function journalOf(lineage: string): Uint8Array {
  const fields = { name: "More", description: "M." };
  const { start, pieces } = formatJournal({
    run: "7d9a1f3c-2b4e-4c6d-8e0f-112233445566",
    lineage: lineageOf(lineage),
    attempts: 2,
    creates: [{ address: "userPools.more", generation: 1, fields }],
  });
  const sent = formatSlot({ state: "sending", sentAt: "2026-01-02T03:04:05.678Z" });
  const bytes = Buffer.concat(pieces);
  bytes.set(sent, start);
  return bytes;
}

Flipped.run();
