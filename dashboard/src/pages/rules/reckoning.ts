// pure
import type { BackTest, Fired } from '@fettle/shared/api/rules';
import { counted, number } from '../../format/count.ts';
import { span } from '../../format/time.ts';

/** One instance on one device that fired by either rule, the longest first. */
export interface Instance {
  readonly key: string;
  readonly device: string;
  readonly deviceName: string;
  readonly instance: string;
  readonly lasted: number;
  /** By the rule that was tried, and by the one that is kept. */
  readonly tried: readonly Fired[];
  readonly kept: readonly Fired[];
}

const lastedOf = ({ from, to }: Fired, end: number) => (to ?? end) - from;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Everything that fired, by device and instance: those that the tried rule names first, longest first. */
export function instancesOf({ then, now, to }: BackTest): Instance[] {
  const keyOf = ({ device, instance }: Fired) => `${device} ${instance}`;
  const all = [...then.fired, ...(now?.fired ?? [])];
  const found = [...Map.groupBy(all, keyOf)].flatMap(([key, fired]) => {
    const [first] = fired;
    if (!first) return [];
    const mine = (some: readonly Fired[]) => some.filter((one) => keyOf(one) === key);
    const by = { tried: mine(then.fired), kept: mine(now?.fired ?? []) };
    const lasted = sum(by.tried.map((one) => lastedOf(one, to)));
    const { device, deviceName, instance } = first;
    return [{ key, device, deviceName, instance, lasted, ...by }];
  });
  return found.toSorted((a, b) => b.lasted - a.lasted);
}

/** On what it was reckoned. */
export function reckoning({ devices, samples, step, tookMs }: BackTest): string {
  const points = step === 0 ? 'every sample' : `a point every ${span(step)}`;
  return `${counted(devices, 'device')}, ${number(samples)} samples, ${points}, in ${(tookMs / 1_000).toFixed(1)} s`;
}

/** "14 times on 3 devices, 5 h 12 min in all" */
export function firedWords({ count, devices, lasted }: BackTest['then']): string {
  if (count === 0) return 'never';
  const times = count === 1 ? 'once' : count === 2 ? 'twice' : `${number(count)} times`;
  return `${times} on ${counted(devices, 'device')}, ${span(lasted)} in all`;
}

/** The values of an instance without their keys: "mountpoint=/var" is "/var". */
export function instanceWords(instance: string): string {
  return instance
    .split(/(?<!\\),/)
    .map((pair) => pair.slice(pair.indexOf('=') + 1).replaceAll(/\\(.)/g, '$1'))
    .filter((value) => value !== '')
    .join(', ');
}
