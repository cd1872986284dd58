// pure
import { kinds } from './column.ts';

export interface WideResidues {
  readonly kind: 3 | 4 | 5;
  /** Bytes of the largest, up to 7. */
  readonly width: number;
  /** Whole numbers from 0; zigzag unless `offset`. */
  readonly residues: Float64Array;
}

/** As residues.ts does it, for numbers that span more than 30 bits: rare, so in doubles and not fast. */
export function wideResidues(scaled: Float64Array, count: number, low: number, divisor: number): WideResidues {
  const offset = Float64Array.from({ length: count }, (_, i) => ((scaled[i] as number) - low) / divisor);
  const delta = differences(offset);
  const slope = differences(delta);
  const all = [
    { kind: kinds.offset, residues: offset },
    { kind: kinds.delta, residues: delta.map(zigzag) },
    { kind: kinds.slope, residues: slope.map(zigzag) },
  ].map((one) => ({ ...one, width: widthOf(one.residues) }));
  return all.reduce((best, one) => (one.width < best.width ? one : best));
}

const zigzag = (n: number) => (n < 0 ? -2 * n - 1 : 2 * n);

function differences(numbers: Float64Array): Float64Array {
  const found = new Float64Array(Math.max(0, numbers.length - 1));
  for (let i = 0; i < found.length; i++) found[i] = (numbers[i + 1] as number) - (numbers[i] as number);
  return found;
}

function widthOf(residues: Float64Array): number {
  let width = 0;
  for (const residue of residues) while (residue >= 256 ** width) width++;
  return width;
}

/** Writes each number's bytes as planes, the highest first. @returns where the next begins */
export function writeWidePlanes(residues: Float64Array, width: number, into: Uint8Array, start: number): number {
  for (let plane = 0; plane < width; plane++) {
    const scale = 256 ** (width - 1 - plane);
    const at = start + plane * residues.length;
    for (let i = 0; i < residues.length; i++) into[at + i] = Math.floor((residues[i] as number) / scale) % 256;
  }
  return start + width * residues.length;
}
