import { isUsableId } from "../core/resource-id.ts";

/** The largest log that is read, in bytes: 256 MiB. */
export const maximumLogBytes = 256 * 1024 * 1024;

/** What one line of a log says of a create: the receipt that apply prints of each id. */
export interface Receipt {
  readonly address: string;
  readonly id: string;
  readonly attempt: string;
}

/**
 * The receipts in a log of `apply`, marked NOT SAVED or not, each id once. Before a receipt may stand
 * what CI services put at the start of a line: a time, and codes of colour. Anything else before it is
 * text of somebody's, in which a receipt could be made up.
 */
export function parseReceipts(bytes: Uint8Array): readonly Receipt[] {
  const text = new TextDecoder("utf-8").decode(bytes).replace(colours, "");
  const receipts = new Map<string, Receipt>();
  for (const line of text.split(/\r\n|\n|\r/)) {
    const [, address, id, attempt] = receipt.exec(line) ?? [];
    if (address === undefined || id === undefined || attempt === undefined) continue;
    if (isUsableId(id)) receipts.set(id, { address, id, attempt });
  }
  return [...receipts.values()];
}

// oxlint-disable-next-line no-control-regex
const colours = /\u001b\[[0-9;]*m/g;

/** `created userPools.members id=0b0e… attempt=4f…-0`, behind `2026-11-26T14:45:31.413Z ` on GitHub. */
const receipt =
  /^(?:\uFEFF?\d{4}-\d\d-\d\dT[\d:.]+Z(?: \d+[A-Z+]*)? )?created ([A-Za-z]+\.[A-Za-z][\w-]{0,63}) id=(\S+) attempt=([\w-]{1,64})(?= |$)/;
