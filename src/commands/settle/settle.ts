import { exitCode } from "../../core/errors/exit-code.ts";
import { failure } from "../../core/errors/problem.ts";
import { suggestedCommand } from "../../report/suggested-command.ts";
import { typedId } from "../../run/adopt.ts";
import { askForYes } from "../../run/approval.ts";
import { lockLockfile, openState } from "../../run/lock.ts";
import type { RunCommand, SettleOptions } from "../../session/options.ts";
import { openSession } from "../../session/session.ts";
import { commandContext } from "../../session/typed-flags.ts";
import { withLostAttempts } from "./open-attempts.ts";
import { settleCreated } from "./settle-created.ts";
import { settleNotCreated } from "./settle-not-created.ts";

/** `anon-sync settle ADDRESS`: a person says what became of a create whose answer was lost. */
export const run: RunCommand<SettleOptions> = async (context, options, [address = ""]) => {
  const ways = [options.id !== undefined, options.notCreated === true, options.abandon === true];
  if (ways.filter(Boolean).length !== 1)
    throw failure(
      exitCode.invalid,
      "one-way-to-settle",
      "Say one of --id, --not-created and --abandon.",
      `${suggestedCommand(commandContext(options), ["status"])} shows what is known of ${address}.`,
    );
  const id = options.id === undefined ? undefined : typedId(options.id);
  const session = await openSession(context, options);
  if (options.id === undefined && options.yes !== true && context.ask === undefined)
    await askForYes(session, "", "Look in Anon's console first, then add --yes.");
  await using lock = await lockLockfile(session);
  // Settling creates nothing, so what the lockfile lacks beside this is no danger to it; and an
  // attempt that the lockfile lacks can be settled in no other way.
  await using locked = await openState(session, lock, { mayLackIds: true });
  const current = await withLostAttempts(session, locked);
  const code = await (id === undefined
    ? settleNotCreated(session, current, address)
    : settleCreated(session, current, address, id));
  await locked.end();
  return code;
};
