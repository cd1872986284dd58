// pure
import { matches } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import { seesDevice } from '../access/index.ts';
import type { Device } from '../devices/index.ts';
import type { Plan } from './types.ts';

/** The devices that a plan is for, of those given: within what whoever made it sees. */
export function devicesOf<One extends Device>(
  { devices, selector, scope }: Pick<Plan, 'devices' | 'selector' | 'scope'>,
  all: readonly One[],
): One[] {
  const named = new Set<string>(devices);
  const parsed = selector === null ? null : parseSelector(selector);
  return all.filter(
    (device) => seesDevice(scope, device) && (named.has(device.id) || (parsed !== null && matches(parsed, device))),
  );
}
