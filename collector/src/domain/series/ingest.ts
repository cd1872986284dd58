import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import type { Dictionary, Frame } from '@fettle/shared/protocol/frame';
import { type Actor, allowAgent } from '../access/index.ts';
import { checkFrame } from './check-frame.ts';
import { keyTime } from './key-time.ts';
import type { SeriesStore } from './store.ts';
import type { Appended, StoredFrame } from './types.ts';

export interface IngestPorts {
  readonly store: SeriesStore;
  readonly now: number;
}

export interface IngestInput {
  readonly device: DeviceId;
  readonly frames: readonly Frame[];
  readonly dictionary: Dictionary;
}

export interface Ingested {
  /** One answer a frame, in order. */
  readonly appended: readonly Appended[];
  /** The frames that were new. */
  readonly stored: readonly StoredFrame[];
  readonly duplicates: number;
  /** The highest sequence number of these frames, all durable; 0 without frames. */
  readonly durable: number;
}

/**
 * Makes a device's frames durable: all of them, or none.
 * @throws FettleError `not_allowed`; what `checkFrame` throws; `frame_ahead` when one of them waits for an offset: send them again later;
 * what the store rejects with
 */
export async function ingest(
  { store, now }: IngestPorts,
  actor: Actor,
  { device, frames, dictionary }: IngestInput,
): Promise<Ingested> {
  allowAgent(actor, 'agent.report', device);
  const placed = frames.map((frame): StoredFrame => {
    checkFrame(frame, dictionary);
    return { device, frame, time: placeIn(frame, now), dictionary };
  });
  const appended = await store.append(placed);
  const stored = placed.filter((_, place) => appended[place] === 'stored');
  return {
    appended,
    stored,
    duplicates: appended.length - stored.length,
    durable: Math.max(0, ...frames.map(({ sequence }) => sequence)),
  };
}

function placeIn(frame: Frame, now: number): number {
  const key = keyTime(frame, now);
  if (key.decision !== 'ahead') return key.time;
  const { sequence } = frame;
  throw new FettleError('frame_ahead', undefined, { sequence, ahead: key.by });
}
