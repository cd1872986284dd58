// pure
/** Lines out of pieces of any size. A line that is too long costs no memory: it is given as null at its end. */

/** @param longest bytes of a line, without its end */
export function createLines(longest: number): (piece: Buffer) => (string | null)[] {
  let parts: Buffer[] = [];
  let size = 0;
  let tooLong = false;

  function add(part: Buffer): void {
    size += part.length;
    if (size > longest) {
      tooLong = true;
      parts = [];
    } else if (!tooLong && part.length > 0) parts.push(part);
  }

  function end(): string | null {
    const line = tooLong ? null : Buffer.concat(parts).toString('utf8');
    parts = [];
    size = 0;
    tooLong = false;
    return line;
  }

  return (piece) => {
    const lines: (string | null)[] = [];
    let from = 0;
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, from)) {
      add(piece.subarray(from, at));
      lines.push(end());
      from = at + 1;
    }
    add(piece.subarray(from));
    return lines;
  };
}
