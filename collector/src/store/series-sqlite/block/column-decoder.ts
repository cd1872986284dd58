// pure
import type { ByteSource } from './bytes.ts';
import { kinds, powers } from './column.ts';
import { readDoublePlanes } from './double-planes.ts';

/** What a column's head says; `body` and `exceptions` are places of bytes. */
export interface ColumnHead {
  readonly kind: number;
  /** As promised, not as used. */
  readonly decimals: number;
  readonly present: number;
  readonly gaps: boolean;
  /** The value of `same` and `sameDouble`. */
  readonly value: number;
  readonly width: number;
  readonly used: number;
  readonly divisor: number;
  readonly base: number;
  readonly firstDifference: number;
  /** Places among the present. */
  readonly exceptions: readonly number[];
  /** Bytes. */
  readonly bodyLength: number;
}

const plain = { value: 0, width: 0, used: 0, divisor: 1, base: 0, firstDifference: 0 };
const noExceptions: readonly number[] = [];

/** Reads the next head. @throws RangeError if it is damaged */
export function readHead(source: ByteSource, rows: number): ColumnHead {
  const flags = source.byte();
  const kind = flags & 7;
  const gaps = (flags & 8) !== 0;
  const present = gaps ? source.varint() : kind === kinds.absent ? 0 : rows;
  const decimals = flags >> 5;
  if (present > rows || decimals >= powers.length || kind > kinds.doubles) throw damaged();
  const scaled = kind === kinds.offset || kind === kinds.delta || kind === kinds.slope;
  const own = scaled ? scaledHead(source, kind) : { ...plain, value: soleValue(source, kind, decimals) };
  const exceptions = (flags & 16) === 0 ? noExceptions : readExceptions(source, present);
  const perRow = kind === kinds.doubles ? 8 * present : own.width * Math.max(0, present - left(kind));
  const bodyLength = (gaps ? (rows + 7) >> 3 : 0) + perRow + 8 * exceptions.length;
  return { ...own, kind, decimals, present, gaps, exceptions, bodyLength };
}

/** How many of the present have no residue. */
const left = (kind: number) => (kind === kinds.delta ? 1 : kind === kinds.slope ? 2 : 0);

function soleValue(source: ByteSource, kind: number, decimals: number): number {
  if (kind === kinds.same) return source.zigzag() / (powers[decimals] as number);
  return kind === kinds.sameDouble ? source.double() : Number.NaN;
}

function scaledHead(source: ByteSource, kind: number) {
  const second = source.byte();
  const divisor = source.varint();
  const quotient = source.zigzag();
  const remainder = (second & 64) === 0 ? 0 : source.varint();
  const firstDifference = kind === kinds.slope ? source.zigzag() : 0;
  const used = (second >> 3) & 7;
  if (used >= powers.length) throw damaged();
  return { value: 0, width: second & 7, used, divisor, base: quotient * divisor + remainder, firstDifference };
}

function readExceptions(source: ByteSource, present: number): number[] {
  const found: number[] = [];
  let place = 0;
  for (let rest = source.varint(); rest > 0; rest--) {
    place += source.varint();
    if (place >= present) throw damaged();
    found.push(place);
  }
  return found;
}

/** Reads the column whose body begins at `start` into `into`, NaN where it is absent. @throws RangeError if damaged */
export function readColumn(head: ColumnHead, bytes: Uint8Array, start: number, into: Float64Array): void {
  if (start + head.bodyLength > bytes.length) throw damaged();
  const { kind, present } = head;
  const at = start + (head.gaps ? (into.length + 7) >> 3 : 0);
  if (kind === kinds.doubles) readDoublePlanes(bytes, at, present, into);
  else if (kind <= kinds.sameDouble) into.fill(head.value, 0, present);
  else if (head.width > 4) readWide(head, bytes, at, into);
  else readNarrow(head, bytes, at, into);
  if (head.exceptions.length > 0) putExceptions(head, bytes, start, into);
  if (head.gaps) spread(bytes, start, present, into);
  else if (present < into.length) into.fill(Number.NaN, present);
}

const damaged = () => new RangeError('A stored column is damaged.');

const gathered = { residues: new Int32Array(1_024) };

function readNarrow(head: ColumnHead, bytes: Uint8Array, start: number, into: Float64Array): void {
  const { kind, width, divisor, base, present } = head;
  const power = powers[head.used] as number;
  const count = present - left(kind);
  const residues = gather(bytes, start, count, width);
  if (kind === kinds.offset) {
    for (let i = 0; i < count; i++) into[i] = (base + divisor * ((residues[i] as number) >>> 0)) / power;
    return;
  }
  let sum = 0;
  let step = head.firstDifference;
  into[0] = base / power;
  if (kind === kinds.delta) {
    for (let i = 0; i < count; i++) {
      const z = residues[i] as number;
      sum += (z >>> 1) ^ -(z & 1);
      into[i + 1] = (base + divisor * sum) / power;
    }
    return;
  }
  sum = step;
  if (present > 1) into[1] = (base + divisor * sum) / power;
  for (let i = 0; i < count; i++) {
    const z = residues[i] as number;
    step += (z >>> 1) ^ -(z & 1);
    sum += step;
    into[i + 2] = (base + divisor * sum) / power;
  }
}

/** Up to four planes put together again. */
function gather(bytes: Uint8Array, start: number, count: number, width: number): Int32Array {
  if (count > gathered.residues.length) gathered.residues = new Int32Array(2 * count);
  const { residues } = gathered;
  if (width === 0) return residues.fill(0, 0, Math.max(0, count));
  for (let i = 0; i < count; i++) residues[i] = bytes[start + i] as number;
  for (let plane = 1; plane < width; plane++) {
    const at = start + plane * count;
    for (let i = 0; i < count; i++) residues[i] = ((residues[i] as number) << 8) | (bytes[at + i] as number);
  }
  return residues;
}

/** As `readNarrow`, for more than four planes. */
function readWide(head: ColumnHead, bytes: Uint8Array, start: number, into: Float64Array): void {
  const { kind, width, divisor, base, present } = head;
  const power = powers[head.used] as number;
  const skipped = left(kind);
  let sum = kind === kinds.slope ? head.firstDifference : 0;
  let step = head.firstDifference;
  if (skipped > 0) into[0] = base / power;
  if (skipped > 1 && present > 1) into[1] = (base + divisor * sum) / power;
  const count = present - skipped;
  for (let i = 0; i < count; i++) {
    let residue = 0;
    for (let plane = 0; plane < width; plane++) residue = residue * 256 + (bytes[start + plane * count + i] as number);
    const change = kind === kinds.offset ? residue : residue % 2 === 0 ? residue / 2 : -(residue + 1) / 2;
    step = kind === kinds.slope ? step + change : change;
    sum = kind === kinds.offset ? residue : sum + step;
    into[i + skipped] = (base + divisor * sum) / power;
  }
}

function putExceptions(head: ColumnHead, bytes: Uint8Array, start: number, into: Float64Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start + head.bodyLength - 8 * head.exceptions.length;
  for (const place of head.exceptions) {
    into[place] = view.getFloat64(at, true);
    at += 8;
  }
}

/** Moves the present values, dense at the beginning, to their rows. */
function spread(bytes: Uint8Array, start: number, present: number, into: Float64Array): void {
  let from = present;
  for (let row = into.length - 1; row >= 0; row--) {
    const isPresent = (((bytes[start + (row >> 3)] as number) >> (row & 7)) & 1) === 1;
    into[row] = isPresent && from > 0 ? (into[--from] as number) : Number.NaN;
  }
}
