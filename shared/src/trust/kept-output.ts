/** What is kept of output: its head and its tail. Between them a line says how much was left out. */

/** Bytes, at most; the line between included. */
export const mostOutput = 1_048_576;
const room = 96;

export interface KeptOutput {
  push(bytes: Buffer): void;
  /** Bytes in all. */
  readonly total: number;
  bytes(): Buffer;
}

/** @param cap bytes, at least 256 */
export function keepOutput(cap: number): KeptOutput {
  const half = Math.floor((cap - room) / 2);
  const head: Buffer[] = [];
  let headBytes = 0;
  let tail: Buffer[] = [];
  let tailBytes = 0;
  let total = 0;

  function push(chunk: Buffer): void {
    total += chunk.length;
    // While all fits, the tail is what lies behind the head; then it is cut at its start.
    const taken = chunk.subarray(0, half - headBytes);
    if (taken.length > 0) head.push(Buffer.from(taken));
    headBytes += taken.length;
    if (taken.length === chunk.length) return;
    tail.push(Buffer.from(chunk.subarray(taken.length)));
    tailBytes += chunk.length - taken.length;
    if (tailBytes > 2 * (half + room)) cutTail(half + room);
  }

  function cutTail(size: number): void {
    const whole = Buffer.concat(tail);
    tail = [Buffer.from(whole.subarray(Math.max(0, whole.length - size)))];
    tailBytes = tail[0]?.length ?? 0;
  }

  function bytes(): Buffer {
    if (total <= 2 * half + room) return Buffer.concat([...head, ...tail]);
    const end = Buffer.concat(tail);
    const left = total - 2 * half;
    const between = Buffer.from(`\n… ${left} bytes were left out …\n`);
    return Buffer.concat([...head, between, end.subarray(end.length - half)]);
  }

  return {
    push,
    bytes,
    get total() {
      return total;
    },
  };
}
