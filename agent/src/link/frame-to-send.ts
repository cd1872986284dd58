import { FettleError } from '@fettle/shared/errors';
import type { Frame } from '@fettle/shared/protocol/frame';
import { limits } from '@fettle/shared/protocol/limits';
import type { Clock } from '../clock.ts';
import type { OffsetEstimate } from './offset.ts';
import type { Entry } from './outbox.ts';

/**
 * The frame with the best estimate of the offset that its clock had then. Of an earlier start of the machine nothing is
 * known but what the frame says itself; where that lies in the future, the clock may still be as wrong as it was.
 * @throws FettleError `frame_ahead` when that does not help either: the collector would wait for a better offset for ever
 */
export function frameToSend(
  { frame, base }: Entry,
  offset: Pick<OffsetEstimate, 'at'>,
  clock: Pick<Clock, 'wall' | 'monotonic'>,
): Frame {
  if (base !== null) return corrected(frame, offset.at(base));
  const wall = clock.wall();
  const current = offset.at(wall - clock.monotonic());
  const latest = wall + (current ?? 0) + limits.aheadMs;
  const known = [frame, corrected(frame, current)].find((one) => keyed(one) <= latest);
  if (known === undefined) throw new FettleError('frame_ahead');
  return known;
}

function corrected(frame: Frame, offset: number | null): Frame {
  return offset === null || offset === frame.offset ? frame : { ...frame, offset };
}

/** The time under which a collector keeps it. */
function keyed({ time, offset }: Frame): number {
  return Math.abs(offset) > limits.offsetMs ? time + offset : time;
}
