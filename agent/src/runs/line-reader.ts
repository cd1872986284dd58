// pure
/** Puts lines together out of pieces. */
export class LineReader {
  readonly #longest: number;
  readonly #tell: (line: string) => void;
  #pieces: string[] = [];
  #length = 0;

  constructor(longest: number, tell: (line: string) => void) {
    this.#longest = longest;
    this.#tell = tell;
  }

  /** False: a line is longer than allowed, and nothing more can be read. */
  take(text: string): boolean {
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      if (!this.#add(text.slice(from, at))) return false;
      const line = this.#pieces.join('');
      this.#pieces = [];
      this.#length = 0;
      from = at + 1;
      if (line !== '') this.#tell(line);
    }
    return this.#add(text.slice(from));
  }

  #add(piece: string): boolean {
    if (piece === '') return true;
    this.#length += piece.length;
    this.#pieces.push(piece);
    return this.#length <= this.#longest;
  }
}
