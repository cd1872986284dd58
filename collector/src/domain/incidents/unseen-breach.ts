// pure
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import type { Attributes } from '@fettle/shared/metrics/metric';
import { valueWords } from '@fettle/shared/rules/words';
import type { Finding } from '../rules/index.ts';
import type { RuleSheet } from './context.ts';
import type { RemedyFiring, RemedyRun } from './remedy-run.ts';

/** The breach that a run by rule was fired for, as the collector would have found it. */
export function unseenBreach(run: RemedyRun, firing: RemedyFiring, rule: RuleSheet | null): Finding {
  const { instance, severity, since, before } = firing;
  const metric = rule?.when && 'metric' in rule.when ? rule.when.metric : null;
  const attributes = attributesOf(instance);
  return {
    rule: firing.rule,
    device: run.device,
    instance,
    metric,
    attributes,
    severity,
    time: run.startedAt,
    since,
    value: before,
    limit: null,
    words:
      wordsOf(metric, attributes, before) ?? `${rule?.name ?? firing.rule}${instance === '' ? '' : ` (${instance})`}`,
    reason: rule?.when?.kind ?? 'value',
  };
}

function wordsOf(metric: string | null, attributes: Attributes, value: number | null): string | null {
  const known = metric === null ? undefined : metricNamed(metric);
  return known && value !== null ? valueWords(known, attributes, value) : null;
}

/** What `instanceText` of shared/rules wrote. */
export function attributesOf(instance: string): Attributes {
  const parts = [...instance.matchAll(/((?:\\.|[^\\,=])+)=((?:\\.|[^\\,])*)(?:,|$)/g)];
  const plain = (text = '') => text.replaceAll(/\\(.)/g, '$1');
  return Object.fromEntries(parts.map(([, key, value]) => [plain(key), plain(value)]));
}
