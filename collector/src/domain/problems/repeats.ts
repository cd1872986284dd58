// pure
import type { Incident } from '../incidents/index.ts';
import type { Problem } from './types.ts';

/** So often within so long is a repeat. */
export interface RepeatSettings {
  readonly times: number;
  readonly withinMs: number;
}
export const repeatSettings: RepeatSettings = { times: 3, withinMs: 7 * 86_400_000 };

/** Something that repeats. */
export interface Repeat {
  readonly by: 'rule' | 'model';
  readonly key: string;
  readonly title: string;
  readonly why: string;
  readonly incidents: readonly Incident[];
}

/**
 * What repeats among the incidents of the last days: one rule on one device, one rule on several devices of a model, one
 * rule on several devices. What the narrower one explains, the wider one is not told for.
 * @param modelOf what a device is; null: not known
 */
export function repeatsIn(
  incidents: readonly Incident[],
  modelOf: (device: Incident['device']) => string | null,
  { times, withinMs }: RepeatSettings,
  now: number,
): Repeat[] {
  const recent = incidents.filter(({ openedAt, hushes }) => openedAt > now - withinMs && hushes.cause === null);
  const days = Math.round(withinMs / 86_400_000);
  const perDevice = groups(recent, ({ rule, device }) => `${rule} ${device}`).flatMap(([key, list]) => {
    const count = list.reduce((sum, { reopened }) => sum + 1 + reopened, 0);
    const [one] = list;
    if (!one || count < times) return [];
    const title = `${one.ruleName} on ${one.deviceName}, again and again`;
    return [{ by: 'rule' as const, key, title, why: `${count} times in ${days} days`, incidents: list }];
  });
  const rest = without(recent, perDevice);
  const perModel = groups(rest, ({ rule, device }) => modelKey(rule, modelOf(device))).flatMap(([key, list]) => {
    const devices = devicesOf(list);
    const [one] = list;
    if (!one || key === '' || devices < times) return [];
    const model = modelOf(one.device) ?? '';
    return [
      {
        by: 'model' as const,
        key,
        title: `${one.ruleName} on ${model}`,
        why: `on ${devices} devices of this model in ${days} days`,
        incidents: list,
      },
    ];
  });
  const perRule = groups(without(rest, perModel), ({ rule }) => rule).flatMap(([key, list]) => {
    const devices = devicesOf(list);
    const [one] = list;
    if (!one || devices < times) return [];
    return [
      {
        by: 'rule' as const,
        key,
        title: `${one.ruleName} on many devices`,
        why: `on ${devices} devices in ${days} days`,
        incidents: list,
      },
    ];
  });
  return [...perDevice, ...perModel, ...perRule];
}

/** Whether a problem is about what an incident is. */
export function isAbout(
  { by, key }: Pick<Problem, 'by' | 'key'>,
  { rule, device }: Pick<Incident, 'rule' | 'device'>,
  model: string | null,
): boolean {
  if (by === 'model') return model !== null && key === modelKey(rule, model);
  return by === 'rule' && (key === rule || key === `${rule} ${device}`);
}

function modelKey(rule: string, model: string | null): string {
  return model === null || model === '' ? '' : `${rule} ${model}`;
}

function groups(incidents: readonly Incident[], keyOf: (incident: Incident) => string): [string, Incident[]][] {
  return [...Map.groupBy(incidents, keyOf)].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function without(
  incidents: readonly Incident[],
  repeats: readonly { readonly incidents: readonly Incident[] }[],
): Incident[] {
  const explained = new Set(repeats.flatMap((one) => one.incidents));
  return incidents.filter((one) => !explained.has(one));
}

const devicesOf = (incidents: readonly Incident[]) => new Set(incidents.map(({ device }) => device)).size;
