// pure
import type { ByteSource } from '../bytes.ts';
import { flags, kinds, lengthsFrom, more, powers, withoutResidue } from './column.ts';

/** What a column's head says. */
export interface ColumnHead {
  readonly kind: number;
  /** As promised, not as used. */
  readonly decimals: number;
  readonly present: number;
  readonly gaps: boolean;
  /** Places among the present. */
  readonly exceptions: readonly number[];
  /** The value of `same` and `sameDouble`. */
  readonly value: number;
  readonly scaled: ScaledHead | null;
}

export interface ScaledHead {
  /** Digits after the point of the scaled values. */
  readonly used: number;
  readonly turn: number;
  /** Of the remainders; -1: not wide. */
  readonly lowTurn: number;
  readonly divisor: number;
  readonly base: number;
  readonly firstDifference: number;
  /** Residues. */
  readonly count: number;
  /** Bytes of the symbols, and bits; -1: not told. */
  readonly symbols: number;
  readonly bits: number;
}

const noExceptions: readonly number[] = [];

/** Reads the next head. @throws RangeError if it is damaged */
export function readHead(source: ByteSource, rows: number): ColumnHead {
  const first = source.byte();
  const kind = first & 7;
  const decimals = first >> 5;
  const second = (first & flags.more) === 0 ? 0 : source.byte();
  const gaps = (second & more.gaps) !== 0;
  const present = gaps ? source.varint() : kind === kinds.absent ? 0 : rows;
  const used = decimals + Math.floor(second / more.decimals);
  if (present > rows || used >= powers.length || kind > kinds.doubles) throw damaged();
  const isScaled = kind === kinds.offset || kind === kinds.delta || kind === kinds.slope;
  const count = Math.max(0, present - withoutResidue(kind));
  const scaled = isScaled ? { ...scaledHead(source, first, second, rows), used, count } : null;
  const value = isScaled ? Number.NaN : soleValue(source, kind, decimals);
  const exceptions = (second & more.exceptions) === 0 ? noExceptions : readExceptions(source, present);
  return { kind, decimals, present, gaps, exceptions, value, scaled };
}

function soleValue(source: ByteSource, kind: number, decimals: number): number {
  if (kind === kinds.same) return source.zigzag() / (powers[decimals] as number);
  return kind === kinds.sameDouble ? source.double() : Number.NaN;
}

function scaledHead(source: ByteSource, first: number, second: number, rows: number) {
  const turn = source.byte();
  const lowTurn = (second & more.wide) === 0 ? -1 : source.byte();
  const divisor = (first & flags.divisor) === 0 ? 1 : source.varint();
  const quotient = source.zigzag();
  const remainder = (second & more.remainder) === 0 ? 0 : source.varint();
  const firstDifference = (first & 7) === kinds.slope ? source.zigzag() : 0;
  const symbols = rows < lengthsFrom ? -1 : source.varint();
  const bits = rows < lengthsFrom ? -1 : source.varint();
  return { turn, lowTurn, divisor, base: quotient * divisor + remainder, firstDifference, symbols, bits };
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

const damaged = () => new RangeError("A stored column's head is damaged.");
