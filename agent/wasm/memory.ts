/** Where things lie in the one memory: it never grows, so that what looks into it from outside stays true. */

/** The file that was read last. */
export const text: i32 = 0x1_0000;
export const textMost: i32 = 0x20_0000;
/** The numbers that were found in it, in the order of the text. */
export const numbers: i32 = text + textMost;
export const numbersMost: i32 = 0x4_0000;
/** Where each of them begins; filled only when a form is learned. */
export const places: i32 = numbers + 8 * numbersMost;
/** From here on memory is given away. */
let free: i32 = places + 4 * numbersMost;

/** So many bytes of zeros, for good: nothing is ever given back. 0 when there is no more. */
export function allocate(bytes: i32): i32 {
  const at = free;
  const next = (at + bytes + 7) & ~7;
  if (bytes < 0 || next > memory.size() << 16) return 0;
  free = next;
  return at;
}
