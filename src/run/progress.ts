import type { ApplyEvent } from "../core/plan/applied.ts";
import { createCount, type Plan } from "../core/plan/plan.ts";
import {
  advanceProgress,
  progressLine,
  renderEvent,
  startProgress,
} from "../report/apply/apply-events.ts";
import type { Output } from "../session/context.ts";

/** Shows an apply while it runs. */
export interface ProgressDisplay {
  announce(event: ApplyEvent): void;
  /** Leaves the terminal as it should be found. */
  end(): void;
}

/** Without a terminal a line per event; with one, one live line under the receipts. */
export function showProgress(output: Output, plan: Plan): ProgressDisplay {
  if (!output.isTerminal)
    return {
      announce(event) {
        const line = renderEvent(event, output.style);
        const isReceipt = event.event === "created" || event.event === "not-saved";
        if (isReceipt && output.receipt !== undefined) output.receipt(line);
        else output.write(line);
      },
      end: () => undefined,
    };
  let progress = startProgress(createCount(plan));
  let isLive = false;
  let shown = "";
  const clear = (): string => (isLive ? "\r\u001b[K" : "");
  return {
    announce(event) {
      progress = advanceProgress(progress, event);
      // Receipts stay on the screen; that something is being sent shows in the live line only.
      const line = event.event === "sending" ? "" : renderEvent(event, output.style);
      const live = progressLine(progress, output.style);
      if (isLive && line === "" && live === shown) return;
      output.write(`${clear()}${line}${live}`);
      shown = live;
      isLive = true;
    },
    end() {
      output.write(clear());
      isLive = false;
    },
  };
}
