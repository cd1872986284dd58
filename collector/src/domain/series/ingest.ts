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
  /** Told of frames that can be stored, before they are; true: they are urgent. */
  readonly arrived?: (frames: readonly StoredFrame[]) => boolean;
}

export interface IngestInput {
  readonly device: DeviceId;
  readonly frames: readonly Frame[];
  readonly dictionary: Dictionary;
  /** What becomes of frames that lie ahead: all frames wait (the usual), or these are refused for good. */
  readonly ahead?: 'wait' | 'refuse';
}

/** What became of a frame. An error is final: it can never be stored, and sending it again changes nothing. */
export type Outcome = Appended | FettleError;

export interface Ingested {
  /** One a frame, in order. */
  readonly outcomes: readonly Outcome[];
  /** The frames that were new. */
  readonly stored: readonly StoredFrame[];
}

/**
 * Makes a device's frames durable: all that can ever be stored, or none.
 * @throws FettleError `not_allowed`; `frame_malformed` for a frame without a sequence number; `frame_ahead` when one of them
 * waits for an offset: send them again later; what the store rejects with
 */
export async function ingest(
  { store, now, arrived }: IngestPorts,
  actor: Actor,
  input: IngestInput,
): Promise<Ingested> {
  const { device, frames, dictionary, ahead = 'wait' } = input;
  allowAgent(actor, 'agent.report', device);
  const judged = frames.map((frame): StoredFrame | FettleError => {
    const refusal = refusalOf(frame, dictionary);
    if (refusal !== null) return refusal;
    const time = timeOf(frame, now);
    if (!(time instanceof FettleError)) return { device, frame, time, dictionary };
    if (ahead === 'wait') throw time;
    return time;
  });
  const placed = judged.filter((one): one is StoredFrame => !(one instanceof FettleError));
  const urgent = arrived?.(placed) ?? false;
  const appended = await store.append(placed, urgent);
  const answers = appended.values();
  return {
    outcomes: judged.map((one) => (one instanceof FettleError ? one : (answers.next().value ?? 'stored'))),
    stored: placed.filter((_, place) => appended[place] !== 'duplicate'),
  };
}

/** Why a frame can never be stored, or null. @throws FettleError when it cannot even be named */
function refusalOf(frame: Frame, dictionary: Dictionary): FettleError | null {
  try {
    checkFrame(frame, dictionary);
    return null;
  } catch (error) {
    if (error instanceof FettleError && error.details['sequence'] === frame.sequence) return error;
    throw error;
  }
}

function timeOf(frame: Frame, now: number): number | FettleError {
  const key = keyTime(frame, now);
  if (key.decision !== 'ahead') return key.time;
  return new FettleError('frame_ahead', undefined, { sequence: frame.sequence, ahead: key.by });
}
