// pure

/** The present values as planes of bytes, the highest first; each value's bits XOR those of the one before. */
export function doublePlanes(values: Float64Array, present: number): Uint8Array {
  const planes = new Uint8Array(8 * present);
  const pair = new BigUint64Array(1);
  const double = new Float64Array(pair.buffer);
  let before = 0n;
  let i = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    double[0] = value;
    const bits = pair[0] as bigint;
    let changed = bits ^ before;
    before = bits;
    for (let plane = 7; plane >= 0; plane--) {
      planes[plane * present + i] = Number(changed & 0xffn);
      changed >>= 8n;
    }
    i++;
  }
  return planes;
}

/** Reads what `doublePlanes` made, from `start` on. */
export function readDoublePlanes(bytes: Uint8Array, start: number, present: number, into: Float64Array): void {
  const view = new DataView(new ArrayBuffer(8));
  let high = 0;
  let low = 0;
  for (let i = 0; i < present; i++) {
    const at = (plane: number) => bytes[start + plane * present + i] as number;
    high ^= (at(0) << 24) | (at(1) << 16) | (at(2) << 8) | at(3);
    low ^= (at(4) << 24) | (at(5) << 16) | (at(6) << 8) | at(7);
    view.setInt32(0, high);
    view.setInt32(4, low);
    into[i] = view.getFloat64(0);
  }
}
