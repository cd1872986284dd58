// pure
import type { DeviceId } from '@fettle/shared/ids';
import type { CompiledRule } from '@fettle/shared/rules/compiled';
import { Cadence, gapAfter } from '@fettle/shared/rules/cadence';
import { Evaluator } from '@fettle/shared/rules/evaluator';
import type { RuleSet } from '@fettle/shared/rules/plan';
import { instanceText } from '@fettle/shared/rules/where';
import type { Column } from './columns.ts';
import { Episodes, type Episode } from './episodes.ts';
import { dictionaryOf, framesOf } from './frames.ts';

/** One device as a rule is run over its past. */
export interface DeviceRun {
  readonly device: DeviceId;
  readonly rule: CompiledRule;
  /** The rule with the overrides of a time. */
  readonly rules: (time: number) => RuleSet;
  /** At which it measures now; it may have been another one then. */
  readonly interval: number;
  /** How much of the past is taken together, ms; absent: nothing is. */
  readonly step: number | undefined;
}

const minute = 60_000;

/**
 * What a rule would have told of one device, by the evaluator that tells it of the present.
 * @param to the end of the time that is asked about
 */
export function runDevice(run: DeviceRun, columns: readonly Column[], to: number): Episode[] {
  const { device, rule, rules } = run;
  const cadence = new Cadence();
  const episodes = new Episodes(device, worseOf(rule));
  const dictionary = dictionaryOf(columns);
  const instances = columns.map(({ metric, attributes }) =>
    metric === rule.metric?.name && rule.body.when.kind === 'value' ? instanceText(attributes) : null,
  );
  let evaluator: Evaluator | null = null;
  for (const [time, values] of framesOf(columns)) {
    evaluator ??= new Evaluator(rules(time));
    turn(run, evaluator, time, episodes);
    evaluator.frame(dictionary, time, values, { gapMs: gapOf(run, cadence.usual) }, episodes.tell);
    cadence.take(time);
    if (episodes.anyOpen) seeAll(episodes, instances, values);
  }
  if (evaluator) turn(run, evaluator, to, episodes);
  return episodes.found;
}

/** Of samples as the engine reckons it; of steps one that is empty is a gap, unless frames came more seldom anyway. */
function gapOf({ interval, step }: DeviceRun, usual: number): number {
  return step === undefined ? gapAfter(usual, interval) : 2 * Math.max(step, usual);
}

/** Goes on with the rules of a time. Calendars turn by the minute, also while the device is silent. */
function turn({ rules }: DeviceRun, evaluator: Evaluator, time: number, { tell }: Episodes): void {
  if (evaluator.isBusy) {
    for (let next = (Math.floor(evaluator.time / minute) + 1) * minute; next <= time; next += minute) {
      evaluator.use(rules(next), next, tell);
    }
  }
  evaluator.use(rules(time), time, tell);
}

function seeAll(episodes: Episodes, instances: readonly (string | null)[], values: Float64Array): void {
  for (const [place, instance] of instances.entries()) {
    const value = values[place] as number;
    if (instance !== null && !Number.isNaN(value)) episodes.see(instance, value);
  }
}

/** Which of two values hurts more: of a band the one further from its middle, of a trend what is reached sooner. */
export function worseOf({ body: { when } }: CompiledRule): (value: number, than: number) => boolean {
  if (when.kind === 'state') return () => false;
  if (!('is' in when)) return (value, than) => value > than;
  if (when.is === 'above') return (value, than) => value > than;
  if (when.is === 'below') return (value, than) => value < than;
  const [low, high] = [(when.levels.warning ?? when.levels.critical)?.limit ?? 0].flat();
  const middle = ((low ?? 0) + (high ?? low ?? 0)) / 2;
  return (value, than) => Math.abs(value - middle) > Math.abs(than - middle);
}
