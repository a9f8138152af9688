import { basename, dirname } from "node:path";
import { attemptsPerCreate, type Journal, type PlannedCreate } from "../core/journal.ts";
import type { Lineage } from "../core/names/lineage.ts";
import type { Clock, Disk, Random } from "../core/ports.ts";
import { writeAtomically } from "./atomic-write.ts";
import { GroupCommit } from "./group-commit.ts";
import {
  attemptId,
  formatJournal,
  formatSlot,
  slotBytes,
  type JournalHeader,
} from "./journal-format.ts";

/**
 * Makes the journal of one run, with every slot that the run can need. The journal is durable when
 * this resolves: a full disk then cannot prevent the write of a verdict
 * (docs/design.md#4-lockfile-journal-ledger). Throws a DiskError, and an Error if a journal exists:
 * the caller folds a leftover journal first.
 */
export async function createJournal(
  { disk, clock, random }: { disk: Disk; clock: Clock; random: Random },
  path: string,
  lineage: Lineage,
  creates: readonly PlannedCreate[],
): Promise<Journal> {
  const header: JournalHeader = {
    run: random.uuid(),
    lineage,
    attempts: attemptsPerCreate,
    creates,
  };
  // Overwriting a journal would lose creates that were sent, so we do not rely on the caller alone.
  if ((await disk.list(dirname(path))).includes(basename(path)))
    throw new Error(`there is a journal ${path} that was not folded`);
  const { start, pieces } = formatJournal(header);
  await writeAtomically(disk, path, pieces, { mode: 0o600, temporarySuffix: random.uuid() });
  const file = await disk.open(path);
  const commit = new GroupCommit(file);
  const open = new Map<string, { position: number; sentAt: string; references: References }>();

  return {
    async sending(create, retry, references) {
      const slot = retry * creates.length + create;
      const attempt = attemptId(header, slot);
      const position = start + slot * slotBytes;
      const sentAt = new Date(clock.now()).toISOString();
      open.set(attempt, { position, sentAt, references });
      await commit.write(formatSlot({ state: "sending", sentAt, references }), position);
      return { attempt, sentAt };
    },

    async verdict(attempt, { verdict, ...known }) {
      const slot = open.get(attempt);
      if (slot === undefined) throw new Error(`a verdict on ${attempt}, which was never sent`);
      const { position, sentAt, references } = slot;
      const bytesNow = formatSlot({ state: verdict, sentAt, references, ...known });
      await commit.write(bytesNow, position);
    },

    async close() {
      await file.close();
      await disk.remove(path);
      // Otherwise a power cut could bring the journal back; folding it again changes nothing.
      await disk.syncDirectory(dirname(path));
    },

    async leave() {
      // The bytes are synced: a failing close loses nothing.
      await file.close().catch(() => undefined);
    },
  };
}

type References = Readonly<Record<string, string>>;
