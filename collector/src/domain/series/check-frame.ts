// pure
import { FettleError } from '@fettle/shared/errors';
import type { Dictionary, Frame, Table } from '@fettle/shared/protocol/frame';
import { limits } from '@fettle/shared/protocol/limits';

/**
 * Lets a frame pass that can be kept. In a frame's values NaN means absent; other than that they are finite.
 * @throws FettleError `frame_malformed`, `frame_time_invalid`, `frame_value_invalid`, `series_limit`, `name_too_long`;
 * its details name the frame's sequence number where it has one
 */
export function checkFrame(frame: Frame, dictionary: Dictionary): void {
  const { sequence, time, offset, values, tables } = frame;
  const details = { sequence };
  if (!Number.isSafeInteger(sequence) || sequence < 1) {
    throw new FettleError('frame_malformed', 'A frame’s sequence number must be a whole number from 1.');
  }
  if (!Number.isSafeInteger(time) || time < 0) throw new FettleError('frame_time_invalid', undefined, details);
  if (!Number.isSafeInteger(offset)) {
    throw new FettleError('frame_time_invalid', 'A frame’s offset is not a whole number of milliseconds.', details);
  }
  if (dictionary.series.length > limits.series) throw new FettleError('series_limit', undefined, details);
  if (values.length > dictionary.series.length) {
    throw new FettleError(
      'frame_malformed',
      `A frame has ${values.length} values for ${dictionary.series.length} series.`,
      details,
    );
  }
  for (let column = 0; column < values.length; column++) {
    const value = values[column];
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
      throw new FettleError('frame_value_invalid', undefined, { sequence, column });
    }
  }
  for (const table of tables) checkTable(table, details);
}

function checkTable({ name, rows }: Table, details: { readonly sequence: number }): void {
  if (rows.length > limits.tableRows) {
    throw new FettleError('frame_malformed', `A table has more than ${limits.tableRows} rows.`, details);
  }
  if (name.length > limits.metricName || rows.some((row) => row.name.length > limits.rowName)) {
    throw new FettleError('name_too_long', undefined, details);
  }
  for (const { values } of rows) {
    if (values.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)) {
      throw new FettleError('frame_value_invalid', 'A table carries a value that is not a finite number.', details);
    }
  }
}
