// pure

/** Of one piece: 64 KB. */
const pieceDoubles = 8_192;
/** Longer ones have memory of their own. */
const longest = pieceDoubles / 4;

let piece = new Float64Array(0);
let taken = 0;

/**
 * An array of zeros. Short ones share memory with those that were made before and after: for one by itself the engine
 * asks the system, which takes more than a microsecond, twenty times as long as to fill it.
 */
export function zeros(length: number): Float64Array {
  if (length > longest) return new Float64Array(length);
  if (taken + length > piece.length) {
    piece = new Float64Array(pieceDoubles);
    taken = 0;
  }
  const array = new Float64Array(piece.buffer, taken * Float64Array.BYTES_PER_ELEMENT, length);
  taken += length;
  return array;
}

/** The same of NaN. */
export const absent = (length: number): Float64Array => zeros(length).fill(Number.NaN);
