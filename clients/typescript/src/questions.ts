interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Who waits for which answer: those of a kind and name come in the order of their questions. */
export class Questions {
  readonly #asked = new Map<string, Waiting[]>();

  /** Returns the answer to come. It may be left unwatched: then nobody is told of its failure. */
  ask(kind: string, name = ""): Promise<unknown> {
    const key = `${kind} ${name}`;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#asked.set(key, [...(this.#asked.get(key) ?? []), { resolve, reject }]);
    });
    answer.catch(() => {});
    return answer;
  }

  answer(value: unknown, kind: string, name = ""): void {
    this.#asked.get(`${kind} ${name}`)?.shift()?.resolve(value);
  }

  fail(error: unknown): void {
    for (const { reject } of [...this.#asked.values()].flat()) reject(error);
    this.#asked.clear();
  }
}
