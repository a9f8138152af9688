// The benchmark loads this file with --require into a process whose RAM it measures. At its end,
// the process writes its peak in KiB to a file.
"use strict";
const { readFileSync, writeFileSync } = require("node:fs");

const file = process.env.BENCH_METER;
// Of this program alone: on Linux, getrusage also counts the parent's RAM at the fork.
const peakKibibytes = () =>
  process.platform === "linux"
    ? /^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))[1]
    : process.resourceUsage().maxRSS;

process.once("exit", () => writeFileSync(file, String(peakKibibytes())));
