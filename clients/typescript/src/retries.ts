import { OdindError } from "./errors.js";
import { News } from "./news.js";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;

/** Growing waits between attempts. */
export class Pauses {
  #next = FIRST_PAUSE_MS;

  /** Waits for the next pause, or for what was asked if that is longer; throws once the signal is aborted. */
  async wait(signal: AbortSignal | undefined, askedMs = 0): Promise<void> {
    const pause = Math.max(this.#next, askedMs);
    this.#next = Math.min(2 * this.#next, LONGEST_PAUSE_MS);
    await sleep(pause, signal);
  }
}

/** Returns what `send` returns, after up to so many retries while its errors may pass. */
export async function sentAgain<T>(
  send: () => Promise<T>,
  retries: number,
  signal: AbortSignal | undefined,
): Promise<T> {
  const between = new Pauses();
  for (let left = retries; ; left--) {
    try {
      return await send();
    } catch (error) {
      if (left === 0 || !mayPass(error)) throw error;
      await between.wait(signal, error.retryAfterMs);
    }
  }
}

/** Whether a call may succeed later. */
export function mayPass(error: unknown): error is OdindError {
  if (!(error instanceof OdindError)) return false;
  const asked = error.retryAfterMs;
  return asked === undefined ? error.code === "UNAVAILABLE" : asked <= LONGEST_WAIT_MS;
}

async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  const due = new News();
  const timer = setTimeout(() => due.tell(), ms);
  try {
    await due.next(signal);
  } finally {
    clearTimeout(timer);
  }
}
