// pure
import { Evaluator } from '@fettle/shared/rules/evaluator';
import { elsewhere, slotOf } from '@fettle/shared/rules/slot';
import { isFarOff, untilReached } from '@fettle/shared/rules/trend';
import type { Column } from './columns.ts';
import { Episodes, type Episode } from './episodes.ts';
import { type DeviceRun, worseOf } from './run-device.ts';

/** How often a trend is reckoned over the past; now it is more often, but a month of it has to be reckoned in seconds. */
export const trendEveryMs = 6 * 3_600_000;

/** What a rule for a trend would have told of one device. @param from of the time that is asked about; points begin earlier */
export function runTrend({ device, rule, rules }: DeviceRun, columns: readonly Column[], from: number): Episode[] {
  const { when } = rule.body;
  if (when.kind !== 'trend') return [];
  const episodes = new Episodes(device, worseOf(rule));
  for (const { attributes, times, values } of columns) {
    let evaluator: Evaluator | null = null;
    let [first, end] = [0, 0];
    const last = times.at(-1) ?? 0;
    for (let time = Math.ceil(from / trendEveryMs) * trendEveryMs; time <= last; time += trendEveryMs) {
      while (end < times.length && (times[end] as number) < time) end++;
      while (first < end && (times[first] as number) < time - when.historyMs) first++;
      const now = rules(time);
      evaluator ??= new Evaluator(now);
      if (evaluator.rules !== now) evaluator.use(now, time, episodes.tell);
      const scoped = now.find(rule.id);
      const slot = scoped && slotOf(scoped, attributes, elsewhere);
      if (!slot || end === first) continue;
      const own = [times.subarray(first, end), values.subarray(first, end)] as const;
      if (!evaluator.isBusy && isFarOff(when, ...own)) continue;
      const judged = untilReached(when, ...own);
      if (!judged) continue;
      const value = own[1].findLast((one) => !Number.isNaN(one)) ?? null;
      evaluator.feed(slot, judged.compared, time, { value, limit: when.reaches }, episodes.tell);
    }
  }
  return episodes.found;
}
