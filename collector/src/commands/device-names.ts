import { checked } from '@fettle/shared/api/checked';
import { DevicePage } from '@fettle/shared/api/devices';
import { FettleError } from '@fettle/shared/errors';
import { isDeviceId } from '@fettle/shared/ids';
import type { Collector } from '../operator/reach/client.ts';

/** The ids of devices that are named by id or name. @throws FettleError `not_found`, `input_invalid` where several have a name */
export async function devicesNamed(collector: Collector, wanted: readonly string[]): Promise<string[]> {
  return Promise.all(
    [...new Set(wanted)].map(async (one) => {
      if (isDeviceId(one)) return one;
      const answer = await collector.ask('GET', `/devices?search=${encodeURIComponent(one)}&limit=1000`);
      const found = checked(DevicePage, answer, 'The list of devices').items.filter(({ name }) => name === one);
      if (found.length > 1)
        throw new FettleError(
          'input_invalid',
          `${found.length} devices are called ${one}. Give one of their ids: ${found.map(({ id }) => id).join(', ')}.`,
        );
      const [device] = found;
      if (device === undefined)
        throw new FettleError('not_found', `No device has the name or id ${one}. See \`fettle device list\`.`);
      return device.id;
    }),
  );
}
