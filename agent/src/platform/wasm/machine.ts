import { instantiate } from '@fettle/shared/wasm';
import { code } from './code.ts';

/** What agent/wasm exports. Addresses are bytes in its memory; columns and places are counted. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Where a text stands that is to be scanned, and how long it may be. */
  readonly text: { readonly value: number };
  readonly textMost: { readonly value: number };
  /** The numbers of the last scan, their places in the text where these were asked for, and how many there are. */
  readonly numbers: { readonly value: number };
  readonly places: { readonly value: number };
  readonly count: { readonly value: number };
  scan(length: number, keepPlaces: boolean): void;
  /** Zeros, for good; 0 when there is no more. */
  allocate(bytes: number): number;
  use(columns: number, capacity: number): void;
  set(column: number, value: number): void;
  learn(form: number): void;
  take(form: number, length: number, now: number): number;
  /** /proc/PID/stat, told as seven numbers. */
  stat(length: number): number;
}

/** The one instance. */
export const machine = instantiate(code) as Exports;

const { buffer } = machine.memory;
/** Its memory in three ways; it never grows. */
export const memory = {
  bytes: new Uint8Array(buffer),
  words: new Int32Array(buffer),
  numbers: new Float64Array(buffer),
} as const;

/** The numbers of the last scan. */
export const scanned = memory.numbers.subarray(machine.numbers.value / 8, machine.places.value / 8);

/** The text, as far as it may reach. */
export const text = new Uint8Array(buffer, machine.text.value, machine.textMost.value);

/** @throws Error when there is no more memory: something asks for it again and again */
export function allocate(bytes: number): number {
  const at = machine.allocate(bytes);
  if (at === 0) throw new Error('The memory for what is measured is used up.');
  return at;
}
