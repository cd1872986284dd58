// pure
import type { Columns } from './open-rows.ts';

/**
 * Frames as columns of scaled integers, read straight from their records: the short way of sealing what nearly all devices send, frames of one dictionary,
 * in order. Its arrays are used again for the next ones.
 */
export class ScaledFrames {
  count = 0;
  times = new Float64Array(128);
  sequences = new Float64Array(128);
  shifts = new Float64Array(128);
  offsets = new Float64Array(128);
  /** Where in the records the number of tables stands. */
  tables = new Float64Array(128);
  /** All values of a column, then all of the next: that of row r of column c is at c × `rows` + r. */
  scaled = new Float64Array(128 * 64);
  rows = 128;
  dictionary: Columns = { series: new Int32Array(), decimals: new Uint8Array() };
  /** 1 for a column that has values which are no scaled integers. */
  odd = new Uint8Array(64);
  #at = 0;
  #known = -1;

  /** @returns whether they are of one dictionary, in order, each once. @throws Error when the dictionary is missing */
  read(records: Uint8Array, dictionaries: ReadonlyMap<number, Columns>): boolean {
    this.count = 0;
    this.#at = 0;
    this.#known = -1;
    while (this.#at < records.length) if (!this.#readOne(records, dictionaries)) return false;
    return this.count > 0;
  }

  #readOne(records: Uint8Array, dictionaries: ReadonlyMap<number, Columns>): boolean {
    const length = this.#varint(records);
    const next = this.#at + length;
    const row = this.count;
    if (row === this.rows) this.#grow();
    const sequence = this.#varint(records);
    const time = this.#zigzag(records);
    this.shifts[row] = this.#zigzag(records);
    this.offsets[row] = this.#zigzag(records);
    if (!this.#isOf(this.#varint(records), dictionaries)) return false;
    if (row > 0 && (sequence <= (this.sequences[row - 1] as number) || time < (this.times[row - 1] as number)))
      return false;
    this.sequences[row] = sequence;
    this.times[row] = time;
    const valuesLength = this.#varint(records);
    this.tables[row] = this.#at + valuesLength;
    this.#values(records, row);
    this.#at = next;
    this.count++;
    return true;
  }

  #isOf(id: number, dictionaries: ReadonlyMap<number, Columns>): boolean {
    if (this.#known === id) return true;
    const dictionary = dictionaries.get(id);
    if (dictionary === undefined) throw new Error(`Dictionary ${id} of the series is missing.`);
    if (this.#known >= 0) return false;
    this.#known = id;
    this.dictionary = dictionary;
    const columns = dictionary.series.length;
    if (this.odd.length < columns) this.odd = new Uint8Array(2 * columns);
    this.odd.fill(0);
    if (this.scaled.length < columns * this.rows) this.scaled = new Float64Array(columns * this.rows);
    return true;
  }

  #values(records: Uint8Array, row: number): void {
    const { scaled, rows, odd } = this;
    const columns = this.dictionary.series.length;
    const told = Math.min(columns, this.#varint(records));
    let at = this.#at;
    let place = row;
    for (let column = 0; column < told; column++, place += rows) {
      let code = records[at++] as number;
      if (code >= 0x80) {
        code &= 0x7f;
        let byte = records[at++] as number;
        code |= (byte & 0x7f) << 7;
        if (byte >= 0x80) {
          byte = records[at++] as number;
          code |= (byte & 0x7f) << 14;
          if (byte >= 0x80) {
            byte = records[at++] as number;
            code |= (byte & 0x7f) << 21;
            if (byte >= 0x80) {
              let above = 0;
              for (let scale = 0x8000000; byte >= 0x80; scale *= 0x80) {
                byte = records[at++] as number;
                above += (byte & 0x7f) * scale;
              }
              // Half of a code is n + 1 or, where the code is odd, -n.
              const half = above + (code >>> 1);
              scaled[place] = (code & 1) === 0 ? half - 1 : -half;
              continue;
            }
          }
        }
      }
      if (code >= 2) scaled[place] = ((code - 2) >>> 1) ^ -(code & 1);
      else {
        odd[column] = 1;
        if (code === 1) at += 8;
      }
    }
    for (let column = told; column < columns; column++) odd[column] = 1;
  }

  #varint(records: Uint8Array): number {
    let byte = records[this.#at++] as number;
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      byte = records[this.#at++] as number;
      value += (byte & 0x7f) * scale;
    }
    return value;
  }

  #zigzag(records: Uint8Array): number {
    const byte = records[this.#at++] as number;
    const low = (byte & 0x7f) >>> 1;
    const size = byte < 0x80 ? low : low + this.#varint(records) * 0x40;
    return (byte & 1) === 0 ? size : -size - 1;
  }

  #grow(): void {
    const { rows, scaled } = this;
    this.rows = 2 * rows;
    const longer = (values: Float64Array) => {
      const grown = new Float64Array(2 * rows);
      grown.set(values);
      return grown;
    };
    this.times = longer(this.times);
    this.sequences = longer(this.sequences);
    this.shifts = longer(this.shifts);
    this.offsets = longer(this.offsets);
    this.tables = longer(this.tables);
    this.scaled = new Float64Array(2 * scaled.length);
    for (let column = 0; column * rows < scaled.length; column++) {
      this.scaled.set(scaled.subarray(column * rows, column * rows + rows), column * this.rows);
    }
  }
}
