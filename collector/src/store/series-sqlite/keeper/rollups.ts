import { isWhole } from '../files/checksum.ts';
import type { RollupFile } from '../files/files.ts';
import type { NewPiece, StoredPiece } from '../files/pieces.ts';
import { type Buckets, bucketMs } from '../rollup/buckets.ts';
import { decodeBuckets, encodeBuckets } from '../rollup/codec.ts';
import { joinBuckets } from '../rollup/combine.ts';
import { cutBuckets, withoutUnused } from './cut.ts';
import type { Damage } from './messages.ts';

/** What there is of a device in [from, to). */
export interface Known {
  readonly from: number;
  readonly to: number;
  /** The highest journal batch in the piece; −1: none. */
  readonly absorbed: number;
  /** The piece it is in; it may cover more. Null: there is none. */
  readonly piece: StoredPiece | null;
}

/** A piece to write, and what it holds. */
export interface Next {
  readonly piece: NewPiece;
  readonly buckets: Buckets;
}

/** Reads pieces, and tells what is to be written in their place. */
export class Rollups {
  readonly #tell: (damage: Damage) => void;

  constructor(tell: (damage: Damage) => void) {
    this.#tell = tell;
  }

  /** What there is over [from, to), which lies in one piece or holds none that is cut by it. */
  find({ pieces }: RollupFile, device: number, from: number, to: number): Known {
    const [piece = null] = pieces.overlapping(device, from, to);
    return { from, to, piece, absorbed: piece?.absorbed ?? -1 };
  }

  /**
   * The piece in which [from, to) is what `change` makes of it, the rest as it was. `change` gets null where there is nothing.
   * A damaged piece is told of and counts as empty.
   */
  next(
    { period }: RollupFile,
    device: number,
    { from, to, piece, absorbed }: Known,
    through: number,
    change: (part: Buckets | null) => Buckets,
  ): Next {
    const all = piece && this.open(period.name, piece);
    const part = all && cutBuckets(all, from, to);
    const [start, finish] = piece === null ? [from, to] : [Math.min(from, piece.start), Math.max(to, piece.finish)];
    const changed = change(part !== null && part.starts.length > 0 ? withoutUnused(part) : null);
    const around = all === null ? [] : [cutBuckets(all, start, from), cutBuckets(all, to, finish)];
    const buckets = join([changed, ...around.map(withoutUnused)], changed.length);
    const known = { device, start, finish, absorbed: Math.max(absorbed, through) };
    return { buckets, piece: { ...known, data: encodeBuckets(buckets) } };
  }

  /** What a piece holds, or null for a damaged one, which is told of. */
  open(file: string, piece: StoredPiece): Buckets | null {
    return this.isWhole(file, piece) ? decodeBuckets(piece.data) : null;
  }

  /** Whether a piece is not damaged; if it is, it is told of. */
  isWhole(file: string, piece: StoredPiece): boolean {
    if (isWhole(piece)) return true;
    const { device, start, finish } = piece;
    this.#tell({ file, what: 'piece', device, from: start, to: finish });
    return false;
  }
}

/** Parts that share no bucket, those without any left out. */
export function join(parts: readonly Buckets[], length: number = bucketMs.five): Buckets {
  const some = parts.filter(({ starts }) => starts.length > 0);
  return some.length > 0 ? joinBuckets(some) : nothing(length);
}

const nothing = (length: number): Buckets => ({
  length,
  starts: new Float64Array(),
  series: new Int32Array(),
  decimals: new Uint8Array(),
  folds: [],
});
