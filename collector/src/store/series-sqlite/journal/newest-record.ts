import { GrowingBytes } from './bytes.ts';

export interface NewestFrame {
  readonly time: number;
  readonly sequence: number;
  readonly record: Uint8Array;
}

const never = Number.NEGATIVE_INFINITY;

/** The newest frame of a device by time, then by sequence, as its record: a part of the open ones, or a copy where it is not among them. */
export class NewestRecord {
  readonly #open: GrowingBytes;
  readonly #copy = new GrowingBytes();
  /** Where it lies among the open ones; start is -1 where it does not. */
  #start = -1;
  #end = -1;
  #time = never;
  #sequence = 0;

  constructor(open: GrowingBytes) {
    this.#open = open;
  }

  get frame(): NewestFrame | null {
    const isOpen = this.#start >= 0;
    if (!isOpen && this.#copy.length === 0) return null;
    return { time: this.#time, sequence: this.#sequence, record: isOpen ? this.#part : this.#copy.content };
  }

  /** The record that was added last to the open ones. */
  added(length: number, time: number, sequence: number): void {
    if (!this.#isNewer(time, sequence)) return;
    this.#time = time;
    this.#sequence = sequence;
    this.#end = this.#open.length;
    this.#start = this.#end - length;
  }

  /** One that is not among the open ones. */
  offer(record: Uint8Array, time: number, sequence: number): void {
    if (!this.#isNewer(time, sequence)) return;
    this.#time = time;
    this.#sequence = sequence;
    this.#keep(record);
  }

  /** Call before the open ones go. */
  leave(): void {
    if (this.#start >= 0) this.#keep(this.#part);
  }

  forget(): void {
    this.#start = -1;
    this.#copy.length = 0;
    this.#time = never;
    this.#sequence = 0;
  }

  get #part(): Uint8Array {
    return this.#open.content.subarray(this.#start, this.#end);
  }

  #isNewer(time: number, sequence: number): boolean {
    return time > this.#time || (time === this.#time && sequence > this.#sequence);
  }

  #keep(record: Uint8Array): void {
    this.#start = -1;
    this.#copy.length = 0;
    this.#copy.add(record);
  }
}
