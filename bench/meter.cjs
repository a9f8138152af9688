// Loaded with --require into a process whose memory is measured: writes its peak to a file when it ends.
"use strict";
const { readFileSync, writeFileSync } = require("node:fs");

const file = process.env.BENCH_METER;
// Of this program alone: what getrusage says on Linux counts what the parent had at the fork, too.
const peakKibibytes = () =>
  process.platform === "linux"
    ? /^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))[1]
    : process.resourceUsage().maxRSS;

process.once("exit", () => writeFileSync(file, String(peakKibibytes())));
