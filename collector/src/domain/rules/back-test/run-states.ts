// pure
import type { DeviceState } from '@fettle/shared/api/devices';
import { deviceSilences } from '@fettle/shared/rules/check';
import { Evaluator } from '@fettle/shared/rules/evaluator';
import { elsewhere, slotOf } from '@fettle/shared/rules/slot';
import { Episodes, type Episode } from './episodes.ts';
import { type DeviceRun, worseOf } from './run-device.ts';

/** From a time on a device was in a state. */
export interface StateSince {
  readonly time: number;
  readonly state: DeviceState;
}

/**
 * What a rule for a device's silence would have told of one device. The collector looks each second; here only at the
 * moments at which something can come of it.
 * @param states ascending
 * @param to the end of the time that is asked about
 */
export function runStates({ device, rule, rules }: DeviceRun, states: readonly StateSince[], to: number): Episode[] {
  const episodes = new Episodes(device, worseOf(rule));
  let evaluator: Evaluator | null = null;
  for (const [at, { time: begin, state }] of states.entries()) {
    const end = states[at + 1]?.time ?? to;
    const compared = (deviceSilences as readonly string[]).indexOf(state);
    const { forMs, clearForMs } = rule.body;
    const sustained = rule.variants.flatMap((variant) => [variant.forMs, variant.clearForMs]);
    const moments = [0, forMs, clearForMs, ...sustained].map((ms) => begin + ms).filter((time) => time < end);
    for (const time of new Set(moments.toSorted((a, b) => a - b))) {
      const now = rules(time);
      evaluator ??= new Evaluator(now);
      if (evaluator.rules !== now) evaluator.use(now, time, episodes.tell);
      const scoped = now.find(rule.id);
      const slot = scoped && slotOf(scoped, {}, elsewhere);
      if (slot) evaluator.feed(slot, compared, time, { value: null }, episodes.tell);
    }
  }
  return episodes.found;
}
