// pure

/** JSON that grows, as bytes of UTF-8. */
export class JsonBytes {
  #bytes = Buffer.alloc(0);
  #length = 0;
  readonly #size: number;

  /** @param size bytes for which there is room at once */
  constructor(size: number) {
    this.#size = size;
  }

  get length(): number {
    return this.#length;
  }

  /** What was written since the last time; it is the caller's. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.alloc(0);
    this.#length = 0;
    return taken;
  }

  text(text: string): void {
    this.reserve(3 * text.length);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** What is JSON already. */
  bytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Makes room for so many more: cheaper once than little by little. */
  reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#size, needed + 64, 2 * this.#length));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
