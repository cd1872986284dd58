import type { Device } from '@fettle/shared/api/devices';
import { seriesText } from '@fettle/shared/metrics/metric';
import { useEffect } from 'preact/hooks';
import type { Point } from '../../charts/gaps.ts';
import { spanSince, stepFor } from '../../charts/ranges.ts';
import { hour } from '../../format/time.ts';
import { Figure } from '../../parts/figure.tsx';
import { Spark } from '../../parts/spark.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { missed } from '../../live/live.ts';
import { now } from '../../state/clock.ts';
import type { DeviceState } from '../../state/device.ts';
import { type Vital, vitalsOf } from './vitals.ts';

/** The series of a vital as one line. */
function folded(state: DeviceState, vital: Vital): Point[] {
  const values = new Map<number, number>();
  const keys = [...(state.latest.value.peek() ?? new Map())]
    .filter(([, { metric, attributes }]) => metric === vital.metric && vital.counts(attributes))
    .map(([, { metric, attributes }]) => seriesText({ metric, attributes }));
  for (const key of keys) {
    for (const [time, value] of state.hour.pointsOf(key)) {
      if (value === null) continue;
      const before = values.get(time);
      values.set(time, before === undefined ? value : vital.fold === 'sum' ? before + value : Math.max(before, value));
    }
  }
  return [...values].toSorted(([a], [b]) => a - b);
}

/** What matters first: at most 7 figures, each with its last hour. */
export function VitalStrip({ state, device }: { state: DeviceState; device: Device }) {
  const latest = state.latest.value.value;
  const vitals = vitalsOf(latest?.values() ?? []);
  const metrics = [...new Set(vitals.map(({ metric }) => metric))].join();
  const span = spanSince(hour, device.enrolledAt, now.value);
  void state.hour.version.value;
  useEffect(() => {
    if (metrics === '') return;
    void state.hour.read([{ id: 'vitals', metrics: metrics.split(',') }], { span }, 'nothing', device.interval);
  }, [metrics, span, missed.value]);
  if (!latest) return <Waiting what="the newest values" rows={3} cancel={state.latest.cancel} />;
  if (vitals.length === 0) return null;
  const step = Math.max(stepFor(span), device.interval);
  return (
    <section aria-label="Vital signs">
      <h2 class="hide">Vital signs</h2>
      <dl class={`vitals of-${vitals.length}`}>
        {vitals.map((vital) => (
          <VitalItem
            key={vital.title}
            vital={vital}
            points={folded(state, vital)}
            span={span}
            step={step}
            device={device}
          />
        ))}
      </dl>
    </section>
  );
}

interface VitalItemProps {
  readonly vital: Vital;
  readonly points: readonly Point[];
  readonly span: number;
  readonly step: number;
  readonly device: Device;
}

function VitalItem({ vital, points, span, step, device }: VitalItemProps) {
  const hurt = device.troubles.find(({ metric }) => metric === vital.metric)?.severity;
  const to = now.value;
  return (
    <div class={hurt}>
      <dt>
        {hurt ? <Icon name={hurt} label={hurt} /> : null} {vital.title}
      </dt>
      <dd>
        <span class={hurt ? 'fig hurtv' : 'fig'}>
          <Figure value={vital.value} unit={vital.unit} decimals={vital.unit === '1' ? 3 : 2} />
        </span>
        <Spark
          points={points}
          from={to - span}
          to={to}
          step={step}
          hurt={hurt}
          {...(vital.high === undefined ? {} : { high: vital.high })}
        />
        <span class="vs">{vital.note}</span>
      </dd>
    </div>
  );
}
