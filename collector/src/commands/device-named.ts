import { FettleError } from '@fettle/shared/errors';
import type { Device } from '../domain/devices/index.ts';

/** @throws FettleError `not_found`, `input_invalid` where several have the name */
export function theOne(devices: readonly Device[], wanted: string): Device {
  const found = devices.filter(({ id, name }) => id === wanted || name === wanted);
  const [device] = found;
  if (device === undefined)
    throw new FettleError('not_found', `No device has the name or id ${wanted}. See \`fettle device list\`.`);
  if (found.length > 1) {
    const ids = found.map(({ id }) => id).join(', ');
    throw new FettleError(
      'input_invalid',
      `${found.length} devices are called ${wanted}. Give one of their ids: ${ids}.`,
    );
  }
  return device;
}
