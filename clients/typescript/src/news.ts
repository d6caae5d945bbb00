/** Wakes everybody who waits for something to change. */
export class News {
  #waiting = new Set<() => void>();

  /** Resolves with the next `tell`; rejects with the signal's reason once it is aborted. */
  async next(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    let wake = () => {};
    const woken = new Promise<void>((resolve) => (wake = resolve));
    this.#waiting.add(wake);
    signal?.addEventListener("abort", wake);
    await woken;
    this.#waiting.delete(wake);
    signal?.removeEventListener("abort", wake);
    signal?.throwIfAborted();
  }

  tell(): void {
    for (const wake of this.#waiting) wake();
  }
}
