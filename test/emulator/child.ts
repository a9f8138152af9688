// Runs an emulator on a state file until it is killed; says where on its first line.
import { startEmulator } from "../../src/emulator/index.ts";

const emulator = await startEmulator({ stateFile: process.argv[2] });
console.log(JSON.stringify(emulator));
