import type { Device } from '@fettle/shared/api/devices';
import { computed } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { bounds, type Compare, fromQuery, moved, type Range, spans } from '../../charts/ranges.ts';
import { hover, moveHover } from '../../charts/pointer.ts';
import { plain } from '../../format/text.ts';
import { every } from '../../format/time.ts';
import { useLive } from '../../live/live.ts';
import { Fascia } from '../../parts/fascia.tsx';
import { Foot } from '../../parts/foot.tsx';
import { useKeys } from '../../parts/keys.ts';
import { lineOf } from '../../parts/line-model.ts';
import { Line } from '../../parts/line.tsx';
import { FullDisk } from '../../parts/full-disk.tsx';
import { Offline } from '../../parts/offline.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, go, pushPath } from '../../routes.ts';
import { clockNow, now } from '../../state/clock.ts';
import { type DeviceState, deviceState, readDeviceState, takeMessage } from '../../state/device.ts';
import { hasRole } from '../../state/people.ts';
import { isLost } from '../../state/lost.ts';
import { standingOf } from '../../state/standing.ts';
import { openOf } from '../../state/incidents.ts';
import { Body } from './body.tsx';
import { deviceSentence } from './sentence.ts';
import { showRange } from './show-range.ts';

/** One device: how it is, what it did, what it is. */
export function DevicePage({ id }: { id: string }) {
  const state = useMemo(() => deviceState(id), [id]);
  const topics = useMemo(() => ({ fleet: true, devices: [id] }), [id]);
  useEffect(() => {
    readDeviceState(state);
    return () => {
      hover.value = undefined;
      state.history.stop();
      state.hour.stop();
    };
  }, [state]);
  const message = (heard: Parameters<typeof takeMessage>[1]) => takeMessage(state, heard);
  const again = () => readDeviceState(state);
  useLive(topics, { message, missed: again, begun: () => void state.device.load() }, id);
  const { range, compare } = fromQuery(address.value.search);
  useRangeKeys(id, range, compare, state);
  const device = state.device.value.value;
  const problem = state.device.problem.value;
  return (
    <>
      <Head state={state} />
      <main id="main" tabIndex={-1} class={isLost.value || isStale(device, now.value) ? 'stale' : ''}>
        <Offline />
        <FullDisk />
        {device ? <Body state={state} device={device} range={range} compare={compare} /> : null}
        {!device && problem ? (
          <Failed what="This device" problem={problem} again={again}>
            <a class="b main" href="/">
              Back to the fleet
            </a>
          </Failed>
        ) : null}
        {!device && !problem ? <Waiting what="this device" rows={10} cancel={state.device.cancel} /> : null}
      </main>
      <Foot
        keys={[
          [['1', '…', '7'], 'range'],
          [['[', ']'], 'earlier, later'],
          [['←', '→'], 'cross-hair'],
          [['c'], 'compare'],
          [['r'], 'run a script'],
          [['Esc'], 'back'],
          [['g', 'f'], 'fleet'],
          [['t'], 'theme'],
        ]}
      />
    </>
  );
}

/** Older than 3 intervals: what is shown is paler. */
const isStale = (device: Device | undefined, time: number) =>
  device !== undefined && device.lastSeen !== null && time - device.lastSeen > 3 * device.interval;

const compares: readonly Compare[] = ['nothing', 'before', 'week'];

function useRangeKeys(id: string, range: Range, compare: Compare, state: DeviceState): void {
  const show = (next: Range, other = compare) => showRange(id, next, other);
  const cross = (by: 1 | -1) => {
    const { from, to } = bounds(range, clockNow());
    moveHover(by, state.history.step.peek(), from, to);
  };
  useKeys({
    '/': () => go('/'),
    '[': () => show(moved(range, -1, clockNow())),
    ']': () => show(moved(range, 1, clockNow())),
    c: () => show(range, compares[(compares.indexOf(compare) + 1) % compares.length]),
    r: () => {
      if (hasRole('technician')) go(pushPath({ devices: id }));
    },
    ArrowLeft: () => cross(-1),
    ArrowRight: () => cross(1),
    Escape: () => {
      if (hover.peek() !== undefined) hover.value = undefined;
      else if ('from' in range) history.back();
      else go('/');
    },
    ...Object.fromEntries(spans.map(({ span }, index) => [String(index + 1), () => show({ span })])),
  });
}

function Head({ state }: { state: DeviceState }) {
  const model = useMemo(
    () =>
      computed(() => {
        const device = state.device.value.value;
        return lineOf(device ? [device] : [], state.events.value.value ?? [], Math.floor(now.value / 60_000) * 60_000, {
          incidents: state.incidents.value.value,
          windows: state.windows.value.value,
        });
      }),
    [state],
  );
  const device = state.device.value.value;
  if (!device) {
    return (
      <Fascia
        crumb={<a href="/">Fleet</a>}
        pieces={[{ text: 'Reading this device.', lesser: true }]}
        wrong={false}
        live={{ newest: undefined, interval: undefined, what: '' }}
        seek={() => go('/')}
      />
    );
  }
  const { interval } = device;
  const open = openOf(state.incidents.value.value ?? []);
  return (
    <Fascia
      crumb={
        <>
          <a href="/">Fleet</a>
          <span class="sep">/</span>
          {device.site === '' ? null : (
            <>
              {plain(device.site, 64)}
              <span class="sep">/</span>
            </>
          )}
          <b>{plain(device.name, 64)}</b>
          {device.os === '' ? null : (
            <>
              <span class="sep">·</span>
              {plain(device.os, 80)}
            </>
          )}
          {Object.entries(device.labels).map(([key, value]) => (
            <span key={key} class="chip">
              {plain(`${key}=${value}`, 64)}
            </span>
          ))}
        </>
      }
      pieces={deviceSentence(device, state.latest.value.value?.size ?? 0, Math.floor(now.value / 5_000) * 5_000, open)}
      wrong={standingOf(device, now.value).rank >= 20 || open.length > 0}
      live={{
        newest: device.lastSeen,
        interval,
        what: 'frame',
        note: interval <= 1_000 ? `${every(interval)}, watched` : every(interval),
      }}
      seek={() => go('/')}
      acts={
        hasRole('technician') ? (
          <a class="b main" href={pushPath({ devices: device.id })}>
            Run a script…
          </a>
        ) : undefined
      }
      line={
        <Line
          model={model.value}
          now={now.value}
          scope="this device"
          missing={state.events.problem.value !== undefined}
        />
      }
    />
  );
}
