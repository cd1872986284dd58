import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow } from '../access/index.ts';
import { actNote, type DevicesContext } from './context.ts';
import { getDevice } from './get.ts';
import { checkLabels, visibleText } from './texts.ts';
import type { Device } from './types.ts';

export interface DeviceChange {
  readonly id: string;
  /** The version that was read. */
  readonly version: number;
  readonly name?: string;
  readonly kind?: string;
  /** All labels; what is left out is gone. */
  readonly labels?: Readonly<Record<string, string>>;
}

type Part = 'name' | 'kind' | 'labels';

/**
 * Changes what people may change of a device. Gives it as it is then; without a difference nothing is written.
 * @throws FettleError `not_found`, `changed_meanwhile`, `input_invalid`, `not_allowed`
 */
export async function changeDevice({ store, now }: DevicesContext, actor: Actor, input: DeviceChange): Promise<Device> {
  allow(actor, 'device.change');
  const wanted = checked(input);
  const device = await getDevice({ store, now }, actor, input);
  if (device.version !== input.version) throw new FettleError('changed_meanwhile');
  const parts = (Object.keys(wanted) as Part[]).filter((part) => !same(device[part], wanted[part]));
  if (parts.length === 0) return device;
  const changes = Object.fromEntries(parts.map((part) => [part, { before: device[part], after: wanted[part] }]));
  const act = { time: now, kind: 'device.changed', action: 'devices.change', detail: { changes } };
  const note = actNote(actor, device, act);
  const answer = await store.change(actor.scope, device.id, input.version, wanted, note);
  if (typeof answer === 'string') throw new FettleError(answer);
  return answer;
}

function checked({ name, kind, labels }: DeviceChange): Partial<Pick<Device, Part>> {
  if (labels !== undefined) checkLabels(labels);
  return {
    ...(name === undefined ? {} : { name: visibleText(name, 'A name', 128) }),
    ...(kind === undefined ? {} : { kind: visibleText(kind, 'A kind', 32) }),
    ...(labels === undefined ? {} : { labels }),
  };
}

function same(before: Device[Part], after: Device[Part] | undefined): boolean {
  if (typeof before === 'string' || typeof after !== 'object') return before === after;
  const keys = Object.keys(before);
  return (
    keys.length === Object.keys(after).length &&
    keys.every((key) => Object.hasOwn(after, key) && before[key] === after[key])
  );
}
