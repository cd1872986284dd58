/** Files may share a place: then one looks again in vain, no more. */
const places = 1_024;

/**
 * How often each period file was written, in memory that the keeper's thread and the reader's share: what was found out of a file
 * holds until it is written again, and needs no look at it.
 */
export class Writes {
  readonly memory: SharedArrayBuffer;
  readonly #counts: Int32Array;

  constructor(memory = new SharedArrayBuffer(places * Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#counts = new Int32Array(memory);
  }

  /** Of a file, or of the folder: which files there are. To be asked before one looks. */
  of(name: string): number {
    return Atomics.load(this.#counts, placeOf(name));
  }

  /** To be told after it is done, and before anybody else hears of it. */
  tell(name: string): void {
    Atomics.add(this.#counts, placeOf(name), 1);
  }

  /** Somebody may have ended in the middle. */
  tellAll(): void {
    for (let place = 0; place < places; place++) Atomics.add(this.#counts, place, 1);
  }
}

/** The name under which it is told that files were made or removed. */
export const ofFolder = '';

/** The place of a name, spread over all. */
function placeOf(name: string): number {
  let hash = 7;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  return (hash >>> 0) % places;
}
