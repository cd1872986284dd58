/** Parts of an answer that have come and were not taken yet. */
export class Inbox<Part> {
  readonly #parts: Part[] = [];
  #ended = false;
  #failure: Error | null = null;
  #wake: () => void = () => {};

  found(part: Part): void {
    this.#parts.push(part);
    this.#wake();
  }

  final(): void {
    this.#ended = true;
    this.#wake();
  }

  fail(error: Error): void {
    this.#failure = error;
    this.final();
  }

  /** The next part, as soon as it comes; null at the end. @throws what it failed with, after all that came before */
  async next(): Promise<Part | null> {
    while (this.#parts.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const [part] = this.#parts.splice(0, 1);
    if (part !== undefined) return part;
    if (this.#failure !== null) throw this.#failure;
    return null;
  }
}
