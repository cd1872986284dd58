// pure
import { limits } from '@fettle/shared/protocol/limits';

/**
 * - `device`: the device's clock is right enough, its time counts.
 * - `corrected`: the device's clock plus its offset counts.
 * - `ahead`: it would land in the future; the frame waits for an offset that puts it right. `by`: ms ahead of now.
 */
export type KeyTime =
  | { readonly decision: 'device' | 'corrected'; readonly time: number }
  | { readonly decision: 'ahead'; readonly by: number };

/** The time under which a frame is kept. All times ms since 1970; `offset` is added to the device's clock. Never before 1970. */
export function keyTime(frame: { readonly time: number; readonly offset: number }, now: number): KeyTime {
  const correct = Math.abs(frame.offset) > limits.offsetMs;
  const time = correct ? Math.max(0, frame.time + frame.offset) : frame.time;
  if (time > now + limits.aheadMs) return { decision: 'ahead', by: time - now };
  return { decision: correct ? 'corrected' : 'device', time };
}
