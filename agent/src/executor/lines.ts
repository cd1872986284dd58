// pure
/** Lines out of pieces of any size. A line that is too long costs no memory: it is given as null at its end. */

/** @param longest bytes of a line, without its end */
export function createLines(longest: number): (piece: Buffer) => (string | null)[] {
  let parts: Buffer[] = [];
  let size = 0;
  return (piece) => {
    const lines: (string | null)[] = [];
    for (let from = 0; ;) {
      const at = piece.indexOf(10, from);
      const part = piece.subarray(from, at < 0 ? piece.length : at);
      size += part.length;
      if (size > longest) parts = [];
      else if (part.length > 0) parts.push(part);
      if (at < 0) return lines;
      lines.push(size > longest ? null : Buffer.concat(parts).toString('utf8'));
      parts = [];
      size = 0;
      from = at + 1;
    }
  };
}
