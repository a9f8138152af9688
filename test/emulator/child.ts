// Runs an emulator on a state file until a test kills it; prints its address on the first line.
import { startEmulator } from "../../src/emulator/index.ts";

const emulator = await startEmulator({ stateFile: process.argv[2] });
console.log(JSON.stringify(emulator));
