import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import type { Dictionary, Table } from '@fettle/shared/protocol/frame';
import type { StoredFrame } from '../../domain/series/types.ts';
import { encodeValues } from './blob.ts';
import { decimalsOf } from './dictionaries.ts';

/** A frame ready to be written: nothing of it changes when the caller uses its arrays again. */
export interface PreparedFrame {
  readonly device: DeviceId;
  readonly sequence: number;
  readonly time: number;
  readonly shift: number;
  readonly offset: number;
  readonly dictionary: Dictionary;
  readonly values: Float64Array;
  readonly data: Buffer;
  readonly tables: readonly Table[];
}

/** @throws FettleError `frame_malformed` for what no row could hold */
export function prepare({ device, frame, time, dictionary }: StoredFrame): PreparedFrame {
  const { sequence, offset } = frame;
  for (const whole of [sequence, time, frame.time, offset]) {
    if (!Number.isSafeInteger(whole) || sequence < 1) {
      throw new FettleError('frame_malformed', 'A frame’s sequence number, time and offset must be whole numbers.');
    }
  }
  const columns = Math.min(frame.values.length, dictionary.series.length);
  const values = frame.values.slice(0, columns);
  const data = encodeValues(values, decimalsOf(dictionary));
  return {
    device,
    sequence,
    time,
    shift: frame.time - time,
    offset,
    dictionary,
    values,
    data,
    tables: frame.tables,
  };
}
