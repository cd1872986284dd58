import type { CatalogueFamily } from '@fettle/shared/api/catalogue';
import type { Condition } from '@fettle/shared/rules/rule';
import { type Choice, SelectField, TextField } from '../../parts/fields.tsx';
import { formatQuantity } from '@fettle/shared/quantity';
import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import type { Draft, LevelDrafts } from './draft.ts';
import { Step } from '../../parts/step.tsx';
import type { Part } from './part.ts';
import { attributeTitle, metricsOf, titleOf } from './metrics.ts';

const kinds: readonly { value: Condition['kind']; name: string; note: string }[] = [
  { value: 'value', name: 'A value', note: 'It is above, below or outside a limit.' },
  { value: 'change', name: 'A change', note: 'A value rises or falls by so much within a time.' },
  { value: 'state', name: 'A state', note: 'A service has failed, a disk of an array is missing.' },
  {
    value: 'absent',
    name: 'Missing data',
    note: 'A series that was there does not come any more, while the device speaks.',
  },
  { value: 'trend', name: 'A trend', note: 'By its past, a value reaches a limit within a time: full in 7 days.' },
  { value: 'formula', name: 'A formula', note: 'Several metrics of one device, reckoned together.' },
  { value: 'device', name: 'The device itself', note: 'It is silent, or stopped.' },
  { value: 'told', name: 'What is told', note: 'Nothing measures it: people report it, or another page finds it.' },
];

const unmeasured: ReadonlySet<Condition['kind']> = new Set(['device', 'formula', 'told']);

/** Levels to begin with: those of the catalogue, else none. */
function usualLevels({ limits, unit }: CatalogueMetric): LevelDrafts {
  const level = (value: number | undefined) => ({
    limit: value === undefined ? '' : formatQuantity(value, unit),
    clear: '',
  });
  return { warning: level(limits?.warning), critical: level(limits?.critical) };
}

/** What changes with another metric: limits of one say nothing about another. */
function withMetric(metric: CatalogueMetric): Partial<Draft> {
  const is = metric.limits?.direction ?? 'above';
  const bad = Object.entries(metric.bad ?? {});
  const statesOf = (severity: string) =>
    bad.filter(([, one]) => one === severity).flatMap(([index]) => metric.states?.[Number(index)] ?? []);
  const states = { warning: statesOf('warning'), critical: statesOf('critical') };
  return {
    metric: metric.name,
    where: {},
    is,
    levels: usualLevels(metric),
    states,
    reaches: formatQuantity(metric.limits?.critical ?? metric.chart?.max ?? 0, metric.unit),
    overrides: [],
  };
}

const fits = (kind: Condition['kind'], metric: CatalogueMetric) =>
  kind === 'absent' || (kind === 'state') === (metric.kind === 'state');

function withKind(kind: Condition['kind'], draft: Draft, families: readonly CatalogueFamily[]): Partial<Draft> {
  const all = [...metricsOf(families).values()].map(({ metric }) => metric);
  const now = all.find(({ name }) => name === draft.metric);
  if (kind === 'device') return { kind, states: { warning: ['offline'], critical: ['unreachable'] }, overrides: [] };
  if (kind === 'told') return { kind, overrides: [] };
  if (kind === 'formula' || (kind !== 'state' && now && fits(kind, now))) return { kind };
  const fitting = all.filter((metric) => fits(kind, metric));
  // One of which it is known where it hurts is the better beginning.
  const first = fitting.find(({ limits, bad }) => limits ?? bad) ?? fitting[0];
  return first ? { kind, ...withMetric(first) } : { kind };
}

/** The metric, in the words of the catalogue. */
export function Watched({ draft, errors, change, families }: Part & { families: readonly CatalogueFamily[] }) {
  const placed = metricsOf(families);
  const metric = placed.get(draft.metric)?.metric;
  const choices: Choice[] = [...placed.values()]
    .filter((one) => fits(draft.kind, one.metric))
    .map((one) => ({
      value: one.metric.name,
      name: titleOf(one.metric) === one.metric.name ? one.metric.name : `${titleOf(one.metric)} (${one.metric.name})`,
      group: one.family,
    }));
  const measured = !unmeasured.has(draft.kind);
  const choose = (name: string) => {
    const chosen = placed.get(name)?.metric;
    if (chosen) change(withMetric(chosen));
  };
  return (
    <Step no={2} title="What it watches">
      <div class="fields">
        <SelectField
          label="Kind"
          value={draft.kind}
          set={(kind) => change(withKind(kind as Condition['kind'], draft, families))}
          choices={kinds}
          note={kinds.find(({ value }) => value === draft.kind)?.note}
        />
        {measured ? (
          <SelectField
            label="Metric"
            value={draft.metric}
            set={choose}
            choices={choices}
            error={errors.get('metric')}
            note={metric?.words}
          />
        ) : null}
      </div>
      {measured && metric ? <Instances draft={draft} change={change} errors={errors} metric={metric} /> : null}
      {draft.kind === 'formula' ? <Formula draft={draft} change={change} errors={errors} /> : null}
    </Step>
  );
}

/** Which series of the metric: one field an attribute. */
function Instances({ draft, change, metric }: Part & { metric: CatalogueMetric }) {
  if (metric.attributes.length === 0) return null;
  return (
    <div class="fields">
      {metric.attributes.map((key) => (
        <TextField
          key={key}
          label={attributeTitle(key)}
          value={draft.where[key] ?? ''}
          set={(value) => change({ where: { ...draft.where, [key]: value } })}
          hint="every one"
          mono
          note={
            <>
              <span class="mono">{key}</span>; * at an end stands for anything
            </>
          }
        />
      ))}
    </div>
  );
}

function Formula({ draft, change, errors }: Part) {
  return (
    <div class="fields">
      <TextField
        label="Expression"
        value={draft.expression}
        set={(expression) => change({ expression })}
        error={errors.get('expression')}
        whole
        mono
        hint="system.memory.usage{system.memory.state=used} / system.memory.limit"
        note="Metrics of one device, as name{key=value}, with + − * / and brackets."
      />
      <TextField
        label="Unit of the result"
        value={draft.unit}
        set={(unit) => change({ unit })}
        mono
        note="1 for shares, By for bytes, By/s, s, ms, Cel; empty for a count."
      />
    </div>
  );
}
