import { deviceSilences } from '@fettle/shared/rules/check';
import type { Tell } from '@fettle/shared/rules/evaluator';
import type { Entry } from './entry.ts';

const silenceOf: ReadonlyMap<string, number> = new Map(deviceSilences.map((state, index) => [state, index]));
/** Any other state is none that a rule names. */
const speaks = -1;

/** So long after its start the collector leaves silent devices time to come back: they may only have lost it, ms. */
export const listenMs = 60_000;

/** Looks at the state of a device by its rules of the kind `device`. @param startedAt when the collector began to listen */
export function judgeSilence(entry: Entry, now: number, startedAt: number, tell: Tell): void {
  const { device, evaluator, silences } = entry;
  if (silences.length === 0) return;
  const { state, stateSince } = device;
  const compared = silenceOf.get(state) ?? speaks;
  if (compared === speaks && !evaluator.isBusy) return;
  const isNew = entry.state !== state;
  const tooEarly = compared !== speaks && now < startedAt + listenMs;
  if (tooEarly) return;
  entry.state = state;
  const shown = { value: null, limit: null, words: `The device is ${state}` };
  for (const slot of silences) {
    if (isNew) evaluator.feed(slot, compared, Math.min(now, Math.max(stateSince, startedAt)), shown, tell);
    evaluator.feed(slot, compared, now, shown, tell);
  }
}
