// Mistakes in the protocol: each is a small patch of the shipped modules, which the simulator must
// notice (scripts/mutants.mjs). `edits` are [a text that the file contains once, its replacement].
// If a patch is harmless, `harmless` has the reason, and the simulator must find nothing. `in`
// names the scenario that notices the patch, to avoid a search of all scenarios. A patch `onRemote`
// needs a state on a git remote.

const journal = "store/journal.ts";
const format = "store/journal-format.ts";
const group = "store/group-commit.ts";
const atomic = "store/atomic-write.ts";
const save = "store/save-store.ts";
const store = "store/store.ts";
const fold = "store/fold-leftover.ts";
const lockfile = "store/lockfile.ts";
const ledger = "store/ledger.ts";
const secrets = "secrets/directory.ts";
const create = "engine/create.ts";
const conclude = "engine/outcome.ts";
const apply = "engine/apply.ts";
const classify = "core/wire/classify.ts";
const merge = "core/state/merge.ts";
const remote = "remote/remote-state.ts";
const publisher = "remote/publisher.ts";
const published = "remote/published-journal.ts";
const remoteSession = "remote/lease.ts";
const foldRemote = "remote/fold.ts";
const shareRun = "remote/shared-run.ts";

export const mutants = [
  // The intent, before a POST.
  {
    name: "send while the intent is being written",
    file: journal,
    edits: [
      [
        'await commit.write(formatSlot({ state: "sending", sentAt, references }), position);',
        'void commit.write(formatSlot({ state: "sending", sentAt, references }), position).catch(() => undefined);',
      ],
    ],
  },
  {
    name: "write no intent",
    file: journal,
    edits: [
      ['await commit.write(formatSlot({ state: "sending", sentAt, references }), position);', ""],
    ],
  },
  {
    name: "skip the sync of intents and verdicts",
    file: group,
    edits: [["await this.#file.sync();", ""]],
  },
  {
    name: "answer before the sync",
    file: group,
    edits: [
      [
        "await this.#file.sync();",
        "for (const { resolve } of batch) resolve();\n      await this.#file.sync();",
      ],
    ],
  },
  {
    name: "sync again after a failed sync",
    file: group,
    edits: [["if (this.#broken !== undefined) throw this.#broken.error;", ""]],
    harmless:
      "each write hears of its own failed sync, and is called not saved; a later sync vouches for later writes only",
  },
  {
    name: "what waits for a sync counts as synced",
    file: "core/batch.ts",
    edits: [
      [
        "for (const { resolve } of round) resolve();",
        "for (const { resolve } of [...round, ...this.#waiting.splice(0)]) resolve();",
      ],
    ],
  },
  {
    name: "one slot per address",
    file: journal,
    edits: [["const slot = retry * creates.length + create;", "const slot = create;"]],
  },
  {
    name: "one slot for everything",
    file: journal,
    edits: [["const slot = retry * creates.length + create;", "const slot = 0;"]],
  },
  {
    name: "attempts of all runs have the same names",
    file: format,
    edits: [['return `${run.replaceAll("-", "").slice(0, 16)}-${slot}`;', "return `run-${slot}`;"]],
  },
  {
    name: "slots do not begin on a sector",
    file: format,
    edits: [
      [
        "const start = Math.ceil((preludeBytes + head.length) / slotBytes) * slotBytes;",
        "const start = preludeBytes + head.length;",
      ],
    ],
    harmless:
      "the simulated disk tears a write anywhere, so that a torn slot is met wherever it begins; sectors matter to real disks, which tear there less often",
  },
  {
    name: "send although the run stopped while the intent was written",
    file: create,
    edits: [
      [
        'if (run.stopped !== undefined) {\n    const reason = "the run stopped before it was sent";',
        'if (run.stopped === null) {\n    const reason = "the run stopped before it was sent";',
      ],
    ],
    harmless: "its intent is durable, so it is one more create under way and recorded as any other",
  },
  {
    name: "leave the intent of what was not sent",
    file: create,
    edits: [['await recordVerdict(create, sending.attempt, { verdict: "refused", reason });', ""]],
  },
  {
    name: "never stop for what cannot be saved",
    file: "engine/outcome.ts",
    edits: [['stop(run, { stop: "not-saved", reason });', ""]],
    harmless:
      "after a failed write every later intent is refused too, so nothing more is sent; the lockfile at the end has what the run learned",
  },

  // The verdict, before it is announced.
  {
    name: "announce before the sync",
    file: conclude,
    edits: [
      [
        'const saved = await recordVerdict(create, attempt, { verdict: "created", id });',
        'run.ports.announce({ event: "created", address, attempt, id });\n  const saved = await recordVerdict(create, attempt, { verdict: "created", id });',
      ],
      ['if (saved) run.ports.announce({ event: "created", address, attempt, id });', "void saved;"],
    ],
  },
  {
    name: "record no created id",
    file: conclude,
    edits: [
      [
        'const saved = await recordVerdict(create, attempt, { verdict: "created", id });',
        "const saved = true;",
      ],
    ],
  },
  {
    name: "forget an id whose record failed",
    in: "a verdict cannot be made durable",
    file: conclude,
    edits: [
      ["const lost = create.sink", "if (!saved) run.learnedIds.pop();\n  const lost = create.sink"],
    ],
  },
  {
    name: "record an unknown as refused",
    file: conclude,
    edits: [
      [
        'await recordVerdict(create, attempt, { verdict: "unknown", ...known });',
        'await recordVerdict(create, attempt, { verdict: "refused", reason: known.reason });',
      ],
    ],
  },
  {
    name: "an unknown is in the journal only",
    file: conclude,
    edits: [["run.learnedAttempts.push({", "[].push({"]],
  },
  {
    name: "record no refusal",
    file: conclude,
    edits: [['await recordVerdict(create, attempt, { verdict: "refused", reason });', ""]],
  },
  {
    name: "try an unknown again",
    file: conclude,
    edits: [
      [
        "const { reason, hint } = verdict;",
        "const { reason, hint } = verdict;\n      if (retry === 0) return { reason, retryAfterMs: 0 };",
      ],
    ],
  },
  {
    name: "try a cut answer again",
    file: conclude,
    edits: [
      [
        "return { outcome: await unsettled(create, sending, { reason: verdict.reason }) };",
        "return { reason: verdict.reason, retryAfterMs: 0 };",
      ],
    ],
    harmless: "an answer that is cut is created or unknown when it has been looked up, never cut",
  },
  {
    name: "try a quarantined one again",
    file: conclude,
    edits: [
      [
        "const { id, reason } = verdict;",
        "const { id, reason } = verdict;\n      if (retry === 0) return { reason, retryAfterMs: 0 };",
      ],
    ],
  },

  // The end of a run.
  {
    name: "clear the journal before the lockfile is saved",
    file: apply,
    edits: [
      ["let learned = local;", "let learned = local;\n  let isClosed = false;"],
      [
        "const changed = hasChanges(plan)",
        "if (bug === undefined) await journal?.close();\n  isClosed = true;\n  const changed = hasChanges(plan)",
      ],
      ["if (bug === undefined) await journal?.close();\n  } catch", "void isClosed;\n  } catch"],
    ],
  },
  {
    name: "clear the journal although the lockfile was not saved",
    file: apply,
    edits: [
      [
        "const reason = reasonOf(error);",
        "await journal?.close().catch(() => undefined);\n    const reason = reasonOf(error);",
      ],
    ],
  },
  {
    name: "clear the journal and save nothing where a run stopped",
    file: apply,
    edits: [
      ["if (changed || organizationId", "if ((changed && stopped === undefined) || organizationId"],
    ],
  },
  {
    name: "the lockfile gets no open attempts",
    file: apply,
    edits: [["stateOf(run.learnedIds, run.learnedAttempts)", "stateOf(run.learnedIds)"]],
  },
  {
    name: "the lockfile gets no ids of a run that stopped",
    file: apply,
    edits: [
      [
        "stateOf(run.learnedIds, run.learnedAttempts)",
        "stateOf(stopped === undefined ? run.learnedIds : [], run.learnedAttempts)",
      ],
    ],
  },
  {
    name: "keep the journal's name after it is closed",
    file: journal,
    edits: [["await disk.remove(path);", ""]],
  },
  {
    name: "do not sync the removal of the journal",
    file: journal,
    edits: [
      [
        "await disk.remove(path);\n      // Otherwise a power cut could bring the journal back; folding it again changes nothing.\n      await disk.syncDirectory(dirname(path));",
        "await disk.remove(path);",
      ],
    ],
    harmless: "a power cut may bring the journal back, and folding it again changes nothing",
  },

  // Files.
  {
    name: "do not sync a file before its rename",
    file: atomic,
    edits: [["    await file.sync();\n", ""]],
  },
  {
    name: "drop the directory sync",
    file: atomic,
    edits: [["await disk.syncDirectory(dirname(path));", ""]],
  },
  {
    name: "believe that every write takes everything",
    in: "a disk that takes little at a time",
    file: atomic,
    edits: [["written += taken;", "written = bytes.length;"]],
  },
  {
    name: "go on where a write failed",
    file: atomic,
    edits: [
      [
        "const taken = await file.write(bytes.subarray(written), position + written);",
        "const taken = await file.write(bytes.subarray(written), position + written).catch(() => bytes.length - written);",
      ],
    ],
  },
  {
    name: "rename without reading back",
    file: atomic,
    edits: [["await compare(disk, temporary, pieces);", ""]],
    harmless:
      "it is there for file systems that lose a write and report nothing; the simulated disk reports",
  },
  {
    name: "leave temporary files where a write failed",
    file: atomic,
    edits: [["await disk.remove(temporary).catch(() => undefined);", ""]],
    harmless: "none is ever read, and the next run removes them",
  },
  {
    name: "write the lockfile in place",
    file: atomic,
    edits: [
      [
        "const temporary = `${path}.${temporarySuffix}.tmp`;",
        "await disk.remove(path);\n  const temporary = `${path}.${temporarySuffix}.tmp`;",
      ],
    ],
  },
  {
    name: "overwrite a journal that was not folded",
    file: journal,
    edits: [
      [
        "throw new Error(`there is a journal ${path} that was not folded`);",
        "await disk.remove(path);",
      ],
    ],
    harmless: "every command folds a leftover before it makes a journal; this is its second guard",
  },
  {
    name: "fold nothing, and start over",
    file: fold,
    edits: [
      [
        "if (!store.leftover) return store;",
        "if (store.leftover) await ports.disk.remove(journalPath(store.directory));\n  return store;",
      ],
    ],
  },
  {
    name: "remove a leftover journal without saving what it knew",
    file: fold,
    edits: [
      [
        "const saved = await saveStore(ports, places, store, known, organizationId);",
        "const saved = { bytes: store.bytes, state: known };",
      ],
    ],
  },
  {
    name: "remove a leftover journal before what it knew is saved",
    file: fold,
    edits: [
      [
        "const saved = await saveStore(",
        "await ports.disk.remove(journalPath(store.directory));\n  await ports.disk.syncDirectory(store.directory);\n  const saved = await saveStore(",
      ],
    ],
  },
  {
    name: "build on names that an earlier run has not synced",
    in: "a first lockfile whose name is not synced",
    file: "run/lock.ts",
    edits: [["await syncNames(session.ports.disk, session.places, directory);", ""]],
  },
  {
    name: "go on after a fold without what was merged in it",
    file: fold,
    edits: [["return { ...store, ...saved,", "return { ...store, ...saved, state: known,"]],
  },
  {
    name: "plan without what the leftover journal knows",
    file: store,
    edits: [["state: journal === undefined ? state : mergeStates(state, journal),", "state,"]],
  },
  {
    name: "of a leftover journal keep only ids",
    file: store,
    edits: [["journal.attempts.filter((fact) => !isRefused(fact)),", "[],"]],
  },
  {
    name: "of a leftover journal keep only attempts",
    file: store,
    edits: [["stateOf(\n      journal.ids,", "stateOf(\n      [],"]],
  },
  {
    name: "take a journal that cannot be read for none",
    file: store,
    edits: [
      [
        "if (journal === undefined || journal.header.lineage !== lineage)\n    throw failure(",
        "if (journal === undefined) return undefined;\n  if (journal.header.lineage !== lineage)\n    throw failure(",
      ],
    ],
    harmless:
      "a journal has its name only once it is whole and synced, so no crash leaves one that cannot be read; damaged ones are tested with the hostile files",
  },
  {
    name: "a torn slot counts as planned",
    file: format,
    edits: [
      ['{ state: "unknown", reason: "its record was torn by a crash" }', '{ state: "planned" }'],
    ],
  },
  {
    name: "a torn slot counts as refused",
    file: format,
    edits: [
      [
        '{ state: "unknown", reason: "its record was torn by a crash" }',
        '{ state: "refused", reason: "its record was torn by a crash" }',
      ],
    ],
  },
  {
    name: "a bare sending counts as refused",
    file: format,
    edits: [
      [
        'const refused = slot.state === "refused";',
        'const refused = slot.state === "refused" || slot.state === "sending";',
      ],
    ],
  },
  {
    name: "a created slot counts as unknown",
    file: format,
    edits: [
      [
        'if (slot.state === "created" && slot.id !== undefined && parseResourceId(slot.id))',
        "if (slot.state === null)",
      ],
    ],
  },
  {
    name: "the lockfile forgets retired ids",
    file: lockfile,
    edits: [["if (reason !== undefined) retired.set(", "if (reason === null) retired.set("]],
  },
  {
    name: "the lockfile forgets open attempts",
    file: lockfile,
    edits: [["unsettled.set(address, open.set(attempt, rest));", "void [open, attempt, rest];"]],
  },
  {
    name: "the lockfile forgets who was settled",
    file: lockfile,
    edits: [["settled.set(attempt, { address, generation: fact.generation });", ""]],
  },
  {
    name: "of two ids that a person told apart in a merge none is in use",
    file: lockfile,
    edits: [["stateOf(holding(usable), [", "stateOf(usable, ["]],
  },
  {
    name: "the ledger drops what the lockfile does not know",
    file: ledger,
    edits: [["const lines = new Map(known?.lines);", "const lines = new Map();"]],
  },
  {
    name: "add to the ledger only where it lacks something",
    file: ledger,
    edits: [
      [
        "const { name, baseUrl, lockfile } = known?.environment ?? owner;",
        "if (known !== undefined && known.lines.size === lines.size) return;\n  const { name, baseUrl, lockfile } = known?.environment ?? owner;",
      ],
    ],
    harmless:
      "the journal lies in the same folder, and its removal syncs the name of a ledger that an earlier run has only renamed",
  },
  {
    name: "the ledger forgets ids",
    file: ledger,
    edits: [["...[...ids.values()].map(", "...[].map("]],
  },
  {
    name: "the ledger forgets open attempts",
    file: ledger,
    edits: [["const open = [...attempts.values()].filter(isOpen);", "const open = [];"]],
  },
  {
    name: "overwrite what somebody else put into the lockfile",
    file: save,
    edits: [["return mergeStates(state, wanted);", "return wanted;"]],
  },
  {
    name: "overwrite a lockfile of another lineage",
    file: save,
    edits: [["if (lineage !== store.lineage) throw replaced(places.lockfile);", ""]],
  },
  {
    name: "apply a plan to a lockfile that has changed since",
    file: "commands/apply/apply.ts",
    edits: [["await refuseChanged(session, current);", ""]],
  },
  {
    name: "never ask whether the lockfile lacks something",
    file: "run/current-state.ts",
    edits: [["mayLackIds ? [] : await checkLost(session, whole)", "[]"]],
  },
  {
    name: "a lockfile may lack open attempts",
    file: "store/lineages.ts",
    edits: [
      ["state.attempts.has(attempt) || made.has(attempt) ? [] : [{ attempt, address }],", "[],"],
    ],
  },
  {
    name: "a lockfile may lack ids",
    file: "store/lineages.ts",
    edits: [["state.ids.has(id) || kept.has(keepableId(id)) ? [] : [{ id, address }]", "[]"]],
  },
  {
    name: "ask neither HEAD nor its upstream what the lockfile lacks",
    file: "guards/evidence.ts",
    edits: [
      ["    bytes === undefined ? [] : [{ revision", "    bytes !== null ? [] : [{ revision"],
    ],
  },
  {
    name: "ask HEAD and not its upstream what the lockfile lacks",
    file: "guards/evidence.ts",
    edits: [["if (upstream === undefined) return held", "if (upstream !== null) return held"]],
  },
  {
    name: "create what only the lockfile tells otherwise",
    file: "guards/binding.ts",
    edits: [["contradictedCreates(worldFor(each), planned, each)", "[]"]],
  },
  {
    name: "no second look at a plan that was not saved",
    file: "run/plan-world.ts",
    edits: [["refuseContradicted(session, planned, current.evidence, () => seen);", ""]],
  },
  {
    name: "no second look at a saved plan",
    file: "commands/apply/apply.ts",
    edits: [["record.plan, current.evidence,", "record.plan, [],"]],
  },
  {
    name: "doubt what a saved plan creates in place of what is gone",
    file: "core/plan/evidence.ts",
    edits: [["observations: absent(undisputed),", "observations: new Map(),"]],
  },
  {
    name: "doubt what was said to be new when the plan was saved",
    file: "core/plan/evidence.ts",
    edits: [
      ["notRenamed: withDeniedRenames({ ...world, observations: absent(rejected) }, created),", ""],
    ],
  },

  // The lock.
  {
    name: "take no lock",
    file: "run/lock.ts",
    edits: [
      [
        "const lock = await takeLock(session, lineage, join(directory, holderNote));",
        "const lock = { [Symbol.asyncDispose]: async () => undefined };",
      ],
    ],
  },
  {
    name: "plan from what was read before the lock",
    file: "run/lock.ts",
    edits: [
      [
        "const current = await (mayLackIds ? readForRepair(session) : readForWrite(session));",
        "const current = stale.get(session);",
      ],
      ["const lockPollMs = 200;", "const lockPollMs = 200;\nconst stale = new WeakMap();"],
      [
        "const current = await readLineage(session);",
        "const current = await readLineage(session);\n  stale.set(session, current);",
      ],
    ],
  },

  // Verdicts.
  {
    name: "retry on 503",
    file: classify,
    edits: [["if (status === 429) {", "if (status === 429 || status === 503) {"]],
  },
  {
    name: "retry on 408",
    file: classify,
    edits: [["if (status === 429) {", "if (status === 429 || status === 408) {"]],
  },
  {
    name: "treat a reset as not sent",
    file: classify,
    edits: [
      [
        "if (!exchange.connected) return notSent(error);",
        'if (!exchange.connected || error?.kind === "cut") return notSent(error);',
      ],
    ],
  },
  {
    name: "treat a timeout as not sent",
    file: classify,
    edits: [
      [
        "if (!exchange.connected) return notSent(error);",
        'if (!exchange.connected || error?.kind === "timeout") return notSent(error);',
      ],
    ],
  },
  {
    name: "treat garbage as not sent",
    file: classify,
    edits: [
      [
        "if (!exchange.connected) return notSent(error);",
        'if (!exchange.connected || error?.kind === "protocol") return notSent(error);',
      ],
    ],
  },
  {
    name: "a 5xx refuses",
    file: classify,
    edits: [["if (status >= 400 && status < 500 && !undecided", "if (status >= 400 && !undecided"]],
  },
  {
    name: "a redirect refuses",
    file: classify,
    edits: [
      [
        "if (status >= 400 && status < 500 && !undecided",
        "if (status >= 300 && status < 500 && !undecided",
      ],
    ],
  },
  {
    name: "408, 421 and 425 refuse",
    file: classify,
    edits: [
      [
        "const undecided: readonly number[] = [408, 421, 425];",
        "const undecided: readonly number[] = [];",
      ],
    ],
  },
  {
    name: "a 421 refuses",
    file: classify,
    edits: [["[408, 421, 425]", "[408, 425]"]],
  },
  {
    name: "a proxy's page refuses",
    file: classify,
    edits: [
      [
        "if (isFromApi(response)) return refused(response, redact);",
        "return refused(response, redact);",
      ],
    ],
  },
  {
    name: "a success without an id refuses",
    file: classify,
    edits: [
      [
        "return unknown(response, isKnownId, redact, `${sentence}${why}`);",
        "return refused(response, redact);",
      ],
    ],
  },
  {
    name: "a page in place of JSON refuses",
    file: classify,
    edits: [
      [
        "return unknown(response, isKnownId, redact, `${sentence} with an HTML page`);",
        "return refused(response, redact);",
      ],
    ],
  },
  {
    name: "believe an id that is not a valid one",
    file: classify,
    edits: [["const usable = parseResourceId(id);", "const usable = id;"]],
  },
  {
    name: "believe an id that is taken",
    edits: [["if (isKnownId(id)) return quarantined", "if (id === null) return quarantined"]],
    file: classify,
    also: [
      [
        create,
        'if (run.known.has(verdict.id))\n    return {\n      verdict: "quarantined",',
        'if (verdict.id === null)\n    return {\n      verdict: "quarantined",',
      ],
    ],
  },
  {
    name: "look at known ids only while the answer is read",
    file: create,
    edits: [
      [
        'if (run.known.has(verdict.id))\n    return {\n      verdict: "quarantined",',
        'if (verdict.id === null)\n    return {\n      verdict: "quarantined",',
      ],
    ],
    harmless:
      "the answer's id was compared when the answer came; this is the same look once more, for two answers at the very same moment",
  },
  {
    name: "believe the id of a cut answer without a look",
    file: create,
    edits: [
      [
        'if (verdict.verdict !== "cut") return verdict;',
        'if (verdict.verdict === "cut") return unlessTaken(create.run, { verdict: "created", id: verdict.id, answer: {} });\n  return verdict;',
      ],
    ],
  },
  {
    name: "the id of a cut answer is free while it is looked up",
    in: "the id of a cut answer comes once more",
    file: create,
    edits: [
      ["  run.known.add(verdict.id);\n  // The id is in our hands", "  // The id is in our hands"],
    ],
  },
  {
    name: "the id that an earlier run has read from a cut answer is free",
    in: "the id of a cut answer comes once more after a kill",
    file: apply,
    edits: [["new Set([...state.ids.keys(), ...hints(state)])", "new Set(state.ids.keys())"]],
  },
  {
    name: "believe the id of a cut answer although its fields differ",
    in: "a cut answer names what is somebody else's",
    file: create,
    edits: [["if (differs) return unknown;", "void differs;"]],
  },
  {
    name: "an interrupted create counts as not sent",
    file: classify,
    edits: [
      [
        "if (!exchange.connected) return notSent(error);",
        'if (!exchange.connected || error?.kind === "aborted") return notSent(error);',
      ],
    ],
  },
  {
    name: "keep no hint during the look-up",
    file: create,
    edits: [
      [
        'await recordVerdict(create, attempt, {\n    verdict: "unknown",\n    reason: verdict.reason,\n    hint: verdict.id,\n  });',
        "",
      ],
    ],
  },
  {
    name: "send each create twice",
    file: "api/client.ts",
    edits: [
      [
        "const exchange = await transport.exchange(request, signal);",
        "await transport.exchange(request, signal);\n      const exchange = await transport.exchange(request, signal);",
      ],
    ],
  },
  {
    name: "go on after another organization answered",
    file: conclude,
    edits: [
      [
        '    stop(run, { stop: "other-organization"',
        '    if (run === null) stop(run, { stop: "other-organization"',
      ],
    ],
  },
  {
    name: "creates go together before the organization is known",
    file: "engine/create-all.ts",
    edits: [["while (!run.organizationSeen) {", "while (run === undefined) {"]],
  },
  {
    name: "sync before the pieces of a batch are written",
    in: "a disk that takes little at a time",
    file: group,
    edits: [
      [
        "await writeAll(this.#file, joined(pieces));",
        "void writeAll(this.#file, joined(pieces)).catch(() => undefined);",
      ],
    ],
  },
  {
    name: "believe the first 404",
    in: "a retired one comes back, and is not found at first",
    file: "api/lookup.ts",
    edits: [["const sightingsOfAbsence = 2;", "const sightingsOfAbsence = 1;"]],
  },
  {
    name: "do not pause the others on a 429",
    file: conclude,
    edits: [["run.ports.limiter.hold(Math.min(retryAfterMs, retryAfterCapMs));", ""]],
    harmless: "a 429 creates nothing; the others would only be turned away too",
  },

  // The merge of the facts of two histories.
  {
    name: "of two facts about an id the right one wins",
    file: merge,
    edits: [["known === undefined ? fact : later(known, fact)", "fact"]],
  },
  {
    name: "of two facts about an id the left one wins",
    file: merge,
    edits: [["known === undefined ? fact : later(known, fact)", "known ?? fact"]],
  },
  {
    name: "the merge takes the left side's ids only",
    file: merge,
    edits: [["mergeMaps(left.ids, right.ids, laterId)", "mergeMaps(left.ids, new Map(), laterId)"]],
  },
  {
    name: "the merge takes the left side's attempts only",
    file: merge,
    edits: [["mergeMaps(left.attempts, right.attempts, laterAttempt)", "new Map(left.attempts)"]],
  },
  {
    name: "two ids hold one address",
    file: merge,
    edits: [["if (facts.length < 2) continue;", "if (facts.length < 99) continue;"]],
  },
  {
    name: "compare with a clock",
    file: merge,
    edits: [
      [
        "attemptVerdicts.indexOf(left.verdict) - attemptVerdicts.indexOf(right.verdict) ||",
        'compareText(left.sentAt ?? "", right.sentAt ?? "") ||',
      ],
    ],
  },

  // The plan.
  {
    name: "create what is unsettled",
    file: "core/plan/decide.ts",
    edits: [["if (attempts !== undefined)\n    return {", "if (attempts === null)\n    return {"]],
  },
  {
    name: "an undeclared rename of an unsettled one is new",
    file: "core/plan/lookup.ts",
    edits: [["...sent.map(({ address, fields }) => ({ address, applied: fields })),", ""]],
  },
  {
    name: "a rename leaves its open attempts behind",
    file: "core/plan/lookup.ts",
    edits: [["if (attempts !== undefined) unsettled.set(to, attempts);", ""]],
  },
  {
    name: "create what has retired, although it could come back",
    file: "core/plan/decide-new.ts",
    edits: [["if (revived !== undefined) return revived;", ""]],
  },
  {
    name: "retiring drops the id",
    file: "core/plan/apply-locally.ts",
    edits: [
      [
        "if (fact !== undefined) ids.set(fact.id, withProtection(action, changedFact(action, fact)));",
        'if (fact !== undefined && action.action === "retire") ids.delete(fact.id);\n    else if (fact !== undefined) ids.set(fact.id, changedFact(action, fact));',
      ],
    ],
  },

  // Replacement.
  {
    name: "send a replacement before it is on record that somebody agreed to it",
    in: "a pool is replaced, and its clients follow",
    file: "engine/apply.ts",
    edits: [['if (creates.some(({ action }) => action === "replace"))', "if (creates.length < 0)"]],
  },
  {
    name: "forget after a kill that somebody agreed to a replacement",
    in: "a pool is replaced, and its clients follow",
    file: "core/plan/replace.ts",
    edits: [
      ['if (isChanged && holder.replacing === consentTo(fields, isChanged)) return "earlier";', ""],
    ],
  },
  {
    name: "what refers to a replaced pool does not follow",
    in: "a pool is replaced, and its clients follow",
    file: "core/plan/replace.ts",
    edits: [['return follows.length > 0 ? "follows" : undefined;', "return undefined;"]],
  },
  {
    name: "a consent to one change is taken for one to any",
    file: "core/plan/replace.ts",
    edits: [
      [
        "if (isChanged && holder.replacing === consentTo(fields, isChanged))",
        "if (isChanged && holder.replacing !== undefined)",
      ],
    ],
    in: "a change that was to be replaced is taken back, and another one is made",
  },
  {
    name: "a consent to replace outlives the change that it was for",
    in: "a change that was to be replaced is taken back, and another one is made",
    file: "core/plan/apply-locally.ts",
    edits: [["if (withdrawn === undefined) return fact;", "if (generation > 0) return fact;"]],
  },
  {
    name: "the old id stays at the generation of the one that takes its place",
    file: "core/plan/replace.ts",
    edits: [["Math.max(base.generation, highest) + 1", "Math.max(base.generation, highest)"]],
  },

  // Adoption and recovery.
  {
    name: "create what is listed for import",
    file: "core/plan/decide-new.ts",
    edits: [
      ["if (news !== undefined) return importListed(index, kind, wanted, news, base);", ""],
      ["if (listed !== undefined) return importListed(index, kind, wanted, listed, base);", ""],
    ],
  },
  {
    name: "recover without this machine's ledger",
    file: "commands/recover/recover.ts",
    edits: [["addLedger(store, collector);", ""]],
  },
  {
    name: "recover without git's history",
    file: "commands/recover/history.ts",
    edits: [["collector.add(version.state, {", "void ({"]],
  },
  {
    name: "an import that is said again is not made durable",
    in: "an import is said again, and then an old lockfile comes back",
    file: "commands/import/import.ts",
    edits: [
      [
        "await saveStore(ports, places, store, state, store.environment.organizationId);\n    context",
        "context",
      ],
    ],
  },

  // A person settles.
  {
    name: "settle does not take up what only the ledger knows",
    file: "commands/settle/settle.ts",
    edits: [["await withLostAttempts(session, locked)", "locked"]],
  },
  {
    name: "settle at once",
    file: "commands/settle/settle-not-created.ts",
    edits: [["const settlingWindowMinutes = 15;", "const settlingWindowMinutes = 0;"]],
  },
  {
    name: "giving one attempt up gives all up",
    file: "commands/settle/settle-not-created.ts",
    edits: [
      [
        'let next = withAttempt(current.state, { ...attempt, verdict: "refused" });',
        'let next = open.reduce((state, one) => withAttempt(state, { ...one, verdict: "refused" }), current.state);',
      ],
    ],
  },
  {
    name: "a settled id keeps the attempt open",
    file: "commands/settle/settle-created.ts",
    edits: [
      [
        "let next = withoutAttempt(withId(state, adopted), attempt.attempt);",
        "let next = withId(state, { ...adopted, attempt: undefined });",
      ],
    ],
  },

  // Secrets.
  {
    name: "write the secret before the id is durable",
    file: conclude,
    edits: [
      [
        'const saved = await recordVerdict(create, attempt, { verdict: "created", id });\n  const lost = create.sink === undefined ? undefined : await deliver(create, id, secret);',
        'const lost = create.sink === undefined ? undefined : await deliver(create, id, secret);\n  const saved = await recordVerdict(create, attempt, { verdict: "created", id });',
      ],
    ],
    harmless:
      "a kill in between leaves the secret of a create that is unsettled: once a person has named its id, it is in its place",
  },
  {
    name: "make the place of a secret only when it is there",
    file: secrets,
    edits: [["await reserve(disk, place, file, filler);", "void [reserve, filler];"]],
  },
  {
    name: "forget what a declared rename says of a retired id",
    file: "core/plan/lookup.ts",
    edits: [["retired.get(from) ?? []) listOf(retired, to)", "[]) listOf(retired, to)"]],
  },
  {
    name: "do not sync a secret",
    file: secrets,
    edits: [
      [
        "await writeFully(file, bytesOf(`${secret}\\n`, reservedBytes), 0);\n        await file.sync();",
        "await writeFully(file, bytesOf(`${secret}\\n`, reservedBytes), 0);",
      ],
    ],
  },
  {
    name: "say nothing of a secret that was lost with a kill",
    file: "run/lock.ts",
    edits: [["writeNotices(session.context, lostSecretNotices(session, marked.state));", ""]],
  },
  {
    name: "call a secret delivered before it is",
    file: conclude,
    edits: [["secretFingerprint: lostSecret", 'secretFingerprint: fingerprintOf(secret ?? "")']],
  },
  {
    name: "forget that the journal alone knows of a client",
    file: "secrets/lost.ts",
    edits: [["if (hasSecret(kinds, fact)) state", "if (fact.id === '') state"]],
  },
  {
    name: "put the secret into the lockfile",
    file: conclude,
    edits: [
      [
        "applied: fields, answered });",
        "applied: fields, answered: { ...answered, kind: secret ?? answered.kind } });",
      ],
    ],
  },
  {
    name: "leave the secret in the answer",
    file: "api/client.ts",
    edits: [["const clean = withoutSecrets(verdict, redact);", "const clean = verdict;"]],
    harmless:
      "no field of the contract holds a secret but its own, which is never recorded; a server that repeats it elsewhere has a test of its own",
  },
  {
    name: "print the secret",
    file: conclude,
    edits: [
      [
        "checkAnswer(create, id, answer);\n  // The cause",
        'run.ports.announce({ event: "failed", address, reason: String(secret) });\n  checkAnswer(create, id, answer);\n  // The cause',
      ],
    ],
  },

  // A state on a git remote: the ref.
  {
    onRemote: true,
    name: "believe a push whose answer was lost",
    file: remote,
    edits: [['pushed.push === "done" ? commit', 'pushed.push !== "refused" ? commit']],
  },
  {
    onRemote: true,
    name: "believe a push that was refused",
    file: remote,
    edits: [['pushed.push === "done" ? commit', 'pushed.push !== "unclear" ? commit']],
  },
  {
    onRemote: true,
    name: "a push that was refused has not arrived",
    file: remote,
    edits: [
      [
        'pushed.push === "done" ? commit : await this.#tip();',
        'pushed.push === "done" ? commit : pushed.push === "refused" ? before?.commit : await this.#tip();',
      ],
    ],
    harmless:
      "it is tried again and then given up: nothing is taken for done. Whoever did so would only be told to run again more often",
  },
  {
    onRemote: true,
    name: "no nonce",
    file: remote,
    edits: [["\\nnonce ${random.uuid()}", ""]],
    harmless:
      "the run is in the message too, and the holder in the content: no two runs make the same commit that takes the ref, and to share any other one does no harm. The nonce is for who shares a run's id",
  },
  {
    onRemote: true,
    name: "take the ref whatever has been written since the plan",
    harmless:
      "what others have told of an address is looked at again when its create is announced, and the rest is a union of facts.",
    file: remote,
    edits: [
      [
        "seen?.commit === planned && seen?.holder === undefined",
        "(seen?.commit === planned || planned !== null) && seen?.holder === undefined",
      ],
    ],
  },
  {
    onRemote: true,
    name: "take the ref from the run that holds it",
    in: "on a remote: two machines at once",
    file: remote,
    edits: [["seen?.commit === planned && seen?.holder === undefined", "planned !== null"]],
  },
  {
    onRemote: true,
    name: "a ref that has moved is taken without another plan",
    harmless:
      "what others have told of an address is looked at again when its create is announced, and the rest is a union of facts.",
    file: remoteSession,
    edits: [
      [
        "if (await remote.take(store)) return;",
        "if ((await remote.take(store)) || (await remote.take(store))) return;",
      ],
    ],
  },
  {
    onRemote: true,
    name: "publish without what others have told",
    in: "on a remote: somebody settles between the plan and the run",
    file: remote,
    edits: [
      [
        "return { lockfile: together(seen, lockfile), holder: this.self };",
        "return { lockfile, holder: this.self };",
      ],
    ],
  },
  {
    onRemote: true,
    name: "tell without what others have told",
    file: remote,
    edits: [["const whole = together(seen, lockfile);", "const whole = lockfile;"]],
  },
  {
    onRemote: true,
    name: "release without what others have told",
    file: remote,
    edits: [["const whole = together(seen, own);", "const whole = own;"]],
  },
  {
    onRemote: true,
    name: "keep the ref at the end",
    file: remote,
    edits: [
      [
        "return { lockfile: this.#tidy(whole, lockfile), holder: undefined };",
        "return { lockfile: this.#tidy(whole, lockfile), holder: this.self };",
      ],
    ],
  },
  {
    onRemote: true,
    name: "forget what a run announced when it is unlocked",
    file: remote,
    edits: [
      [
        "{ lockfile: seen.lockfile, holder: undefined }",
        "{ lockfile: { ...seen.lockfile, state: stateOf(seen.lockfile.state.ids.values()) }, holder: undefined }",
      ],
    ],
  },
  {
    onRemote: true,
    name: "unlock whoever holds the ref",
    in: "on a remote: a run that is over is unlocked twice, and another one begins",
    file: remote,
    edits: [["seen?.holder?.run === run ?", "seen !== undefined && run !== null ?"]],
  },
  {
    onRemote: true,
    name: "tidy what is open too",
    file: remote,
    edits: [["isOpen(fact) || own.state", "own.state"]],
    harmless:
      "at the end of a run everything that it left open is in its lockfile, or in the journal that the next one folds",
  },
  {
    onRemote: true,
    name: "tidy what others may have seen",
    file: remote,
    edits: [["if (!this.#isAlone) return whole;", ""]],
    harmless:
      "only who finds the ref free keeps what is there, and a run that was unlocked does not get it back: it tells, and tidies nothing",
  },

  // The proof that a run still has the lease.
  {
    onRemote: true,
    name: "send without a proof",
    in: "on a remote: the first apply",
    file: publisher,
    edits: [["await this.#remote.prove();", ""]],
  },
  {
    onRemote: true,
    name: "a proof that does not look at who holds the ref",
    in: "on a remote: the first apply",
    file: remote,
    edits: [["this.#refuseTaken(await this.read());", "await this.read();"]],
  },
  {
    onRemote: true,
    name: "a proof counts from the end of the question",
    in: "on a remote: an announcement is answered slowly",
    file: remote,
    edits: [
      [
        "this.#refuseTaken(await this.read());\n      this.#provedAtMs = startedMs;",
        "this.#refuseTaken(await this.read());\n      this.#provedAtMs = clock.now();",
      ],
    ],
  },
  {
    onRemote: true,
    name: "a push proves from its end",
    in: "on a remote: the first apply",
    file: remote,
    edits: [
      [
        "this.#seen = { ...content, commit };\n          this.#provedAtMs = startedMs;",
        "this.#seen = { ...content, commit };\n          this.#provedAtMs = clock.now();",
      ],
    ],
  },
  {
    onRemote: true,
    name: "a proof is good for an hour",
    in: "on a remote: the first apply",
    file: "remote/ask.ts",
    edits: [["export const proofMs = 10_000;", "export const proofMs = 3_600_000 * 5;"]],
  },
  {
    onRemote: true,
    name: "publish although the ref is somebody else's",
    in: "remotes, seed 805",
    file: remote,
    edits: [["      this.#refuseTaken(seen);\n", ""]],
  },

  // The announcements and results on the ref.
  {
    onRemote: true,
    name: "send while the announcement is under way",
    file: publisher,
    edits: [["await this.#batch.add();", "this.#batch.add().catch(() => undefined);"]],
  },
  {
    onRemote: true,
    name: "send although another machine has told of the address",
    file: publisher,
    edits: [["if (contest !== undefined) throw new Error(contest);", ""]],
  },
  {
    onRemote: true,
    name: "announce only the first try of a create",
    file: published,
    edits: [
      ["await publisher.announce(fact);", "if (retry === 0) await publisher.announce(fact);"],
    ],
  },
  {
    onRemote: true,
    name: "send what could not be announced",
    file: published,
    edits: [["throw new NotAnnounced(reason);", ""]],
  },
  {
    onRemote: true,
    name: "tell nothing of what could not be announced",
    file: published,
    edits: [['publisher.conclude([], [{ ...fact, verdict: "refused" }]);', ""]],
  },
  {
    onRemote: true,
    name: "call unknown what could not be announced",
    file: published,
    edits: [
      [
        'publisher.conclude([], [{ ...fact, verdict: "refused" }]);',
        'publisher.conclude([], [{ ...fact, verdict: "unknown" }]);',
      ],
    ],
  },
  {
    onRemote: true,
    name: "the journal does not hear that an announcement failed",
    file: published,
    edits: [['await journal.verdict(sending.attempt, { verdict: "refused", reason });', ""]],
    harmless:
      "after a kill it counts as unknown: a person is asked for nothing, but nothing is repeated",
  },
  {
    onRemote: true,
    name: "what could not be announced may be created all the same",
    file: create,
    edits: [
      [
        'stop(run, { stop: "not-announced", reason });\n      return { outcome: failed(create, "it could not be announced; nothing was sent") };',
        'run.ports.announce({ event: "sending", address: action.address });\n      await run.ports.api.create(kind, kind.body(create.fields, run.options.sentOrganizationId), () => false, run.abandon.signal);',
      ],
    ],
  },
  {
    onRemote: true,
    name: "tell no results",
    file: publisher,
    edits: [["this.#learn(ids, attempts);\n    this.#results += 1;", "this.#results += 1;"]],
  },
  {
    onRemote: true,
    name: "tell results at the end alone",
    in: "on a remote: the first apply",
    file: publisher,
    edits: [["if (this.#results > 0) this.#publishSoon();", ""]],
  },
  {
    onRemote: true,
    name: "what is learned while a push is under way counts as told",
    file: "core/batch.ts",
    edits: [
      [
        "for (const { resolve } of round) resolve();",
        "for (const { resolve } of [...round, ...this.#waiting.splice(0)]) resolve();",
      ],
    ],
  },
  {
    onRemote: true,
    name: "tell the remote before the lockfile is written",
    file: "run/apply-plan.ts",
    edits: [
      [
        "await write(next);\n          await sharing?.save(after, organizationId, write);",
        "await sharing?.save(after, organizationId, write);\n          await write(next);",
      ],
    ],
    harmless:
      "the ref and the journal each know everything then; the lockfile comes first so that a remote that does not answer holds nobody up",
  },
  {
    onRemote: true,
    name: "the journal goes although the remote was not told",
    file: apply,
    edits: [
      [
        'stopped ??= { stop: "not-published", reason };',
        'await journal?.close();\n      stopped ??= { stop: "not-published", reason };',
      ],
    ],
    harmless: "the lockfile and the ledger have the ids, and on the ref their attempts are open",
  },
  {
    onRemote: true,
    name: "the lockfile does not hear what the remote was not told",
    file: shareRun,
    edits: [["await write(mergeStates(state, known));", ""]],
    harmless: "the journal knows it, and where that is gone a person is asked for nothing",
  },
  {
    onRemote: true,
    name: "say nothing where the remote does not hear of the end",
    file: shareRun,
    edits: [["throw new NotPublished(reasonOf(error));", ""]],
    harmless:
      "the end of the command lets go of the ref once more, and says where it cannot; the lockfile has everything by then",
  },
  {
    onRemote: true,
    name: "a run that fails keeps the ref",
    in: "on a remote: the journal cannot be made durable",
    file: "run/lock.ts",
    edits: [["if (!isEnded) await end().catch(() => undefined);", ""]],
  },
  {
    onRemote: true,
    name: "tell the remote nothing but creates",
    file: remoteSession,
    edits: [["await remote.tell(store);", ""]],
  },

  // The facts that a run records from the ref.
  {
    onRemote: true,
    name: "forget the attempts that the ref calls open",
    file: foldRemote,
    edits: [
      [
        "const theirs = seen.lockfile.state;",
        "const theirs = stateOf(seen.lockfile.state.ids.values());",
      ],
    ],
  },
  {
    onRemote: true,
    name: "forget the ids that the ref calls retired",
    file: foldRemote,
    edits: [
      [
        "const theirs = seen.lockfile.state;",
        "const theirs = stateOf([...seen.lockfile.state.ids.values()].filter(({ retired }) => retired === undefined), seen.lockfile.state.attempts.values());",
      ],
    ],
  },
  {
    onRemote: true,
    name: "pick up nothing but ids that are new",
    file: foldRemote,
    edits: [
      [
        "own !== fact && (own === undefined || canonicalText(own) !== canonicalText(fact))",
        "own !== fact && own === undefined",
      ],
    ],
  },
  {
    onRemote: true,
    name: "what was picked up is not written down",
    file: remoteSession,
    edits: [["news === 0\n", "news >= 0\n"]],
  },
  {
    onRemote: true,
    name: "the ref calls open what this machine's journal knows to have come to nothing",
    file: foldRemote,
    edits: [["stateOf([], ended)", "stateOf([], ended.slice(0, 0))"]],
    harmless: "a person is asked for nothing, but nothing is repeated",
  },
  {
    onRemote: true,
    name: "say nothing of the secrets of a run that was cut off elsewhere",
    file: foldRemote,
    edits: [
      [
        "const recovered = [...store.recovered, ...cutOff];",
        "const recovered = [...store.recovered, ...cutOff.slice(0, 0)];",
      ],
    ],
  },
  {
    onRemote: true,
    name: "take over a run that another machine's disk knows",
    in: "on a remote: a copy of a machine's disk begins while that one is at it",
    file: remoteSession,
    edits: [["holder.host === context.process.host && ", ""]],
  },
  {
    onRemote: true,
    name: "take over whatever is held by a machine of the same name",
    file: remoteSession,
    edits: [
      [
        "holder.host === context.process.host && Buffer.from(own ?? []).toString() === holder.run",
        "holder.host === context.process.host && own !== null",
      ],
    ],
  },
  {
    onRemote: true,
    name: "take over what is held for too long",
    file: remoteSession,
    edits: [["throw held(session, remote, holder);", "await remote.unlock(holder.run);"]],
  },
];
