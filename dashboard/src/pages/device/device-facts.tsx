import type { Device } from '@fettle/shared/api/devices';
import { formatValue } from '@fettle/shared/units';
import { plain } from '../../format/text.ts';
import { exact, long, moment, span } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { Failed } from '../../parts/waiting.tsx';
import { now } from '../../state/clock.ts';
import type { DeviceState } from '../../state/device.ts';

/** A figure of the newest frame in words, or nothing where it is not measured. */
function told(state: DeviceState, metric: string, decimals?: number): string | undefined {
  const found = state.latest.value.value?.get(metric);
  if (!found) return undefined;
  const { figure, unit } = formatValue(found.value, found.unit, decimals);
  return `${figure} ${unit}`.trim();
}

/** What it takes on the collector's disk, and how long that is kept. */
function stored(state: DeviceState): [string, string | undefined][] {
  const found = state.storage.value.value;
  if (!found) return [];
  const { figure, unit } = formatValue(found.bytes, 'By', 1);
  const { raw, five, hour } = found;
  const kept = `${long(raw.keptMs)} as measured, ${long(five.keptMs)} by 5 min, ${long(hour.keptMs)} by the hour`;
  return [
    ['On disk', `${figure} ${unit}`],
    ['Kept', kept],
  ];
}

function known(state: DeviceState, device: Device): [string, string][] {
  const cpu = told(state, 'fettle.agent.cpu.utilization', 4);
  const memory = told(state, 'fettle.agent.memory.resident');
  const up = state.latest.value.value?.get('system.uptime')?.value;
  const offset = device.clockOffset;
  const rows: [string, string | undefined][] = [
    ['System', device.os],
    ['Kind', device.kind],
    ['Agent', device.agentVersion],
    ['Its own cost', cpu && memory ? `${cpu} CPU, ${memory}` : (cpu ?? memory)],
    [
      'Clock',
      Math.abs(offset) < 1
        ? 'as the collector’s'
        : `${formatValue(-offset, 'ms', 0).figure} ${formatValue(-offset, 'ms', 0).unit} off`,
    ],
    ['Up', up === undefined ? undefined : span(up * 1_000)],
    ['Enrolled', moment(device.enrolledAt, now.peek())],
    ...stored(state),
  ];
  return rows.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, plain(value, 160)]]));
}

/** What this device is. */
export function DeviceFacts({ state, device }: { state: DeviceState; device: Device }) {
  const facts = state.facts.value.value;
  const problem = state.facts.problem.value;
  return (
    <Section title="Device">
      <dl class="facts">
        {known(state, device).map(([name, value]) => (
          <Pair key={name} name={name} value={value} />
        ))}
      </dl>
      {problem && !facts ? <Failed what="Its facts" problem={problem} again={() => void state.facts.load()} /> : null}
      {facts && facts.length > 0 ? (
        <details class="more-facts">
          <summary>{facts.length} facts</summary>
          <dl class="facts">
            {facts.map(({ name, value, since }) => (
              <Pair key={name} name={plain(name, 96)} value={plain(value, 400)} title={`since ${exact(since)}`} />
            ))}
          </dl>
        </details>
      ) : null}
      <p class="quiet dense id-line">
        <span class="mono">{device.id}</span>
      </p>
    </Section>
  );
}

function Pair({ name, value, title }: { name: string; value: string; title?: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd title={title}>{value}</dd>
    </>
  );
}
