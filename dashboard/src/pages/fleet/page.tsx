import { computed } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { counted } from '../../format/count.ts';
import { useLive } from '../../live/live.ts';
import type { LiveMessage } from '../../live/stream.ts';
import { Fascia } from '../../parts/fascia.tsx';
import { Foot } from '../../parts/foot.tsx';
import { useKeys } from '../../parts/keys.ts';
import { lineOf } from '../../parts/line-model.ts';
import { Line } from '../../parts/line.tsx';
import { FullDisk } from '../../parts/full-disk.tsx';
import { Offline } from '../../parts/offline.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, go } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { events, fleet, takeFleet, withEvent } from '../../state/fleet.ts';
import { isLost } from '../../state/lost.ts';
import { find } from '../../state/find.ts';
import { standing } from '../../state/overall.ts';
import { piecesOf } from '../../state/overall-words.ts';
import { readRecent, recentIncidents, recentWindows, takeRecent } from '../../state/recent.ts';
import { standingOf } from '../../state/standing.ts';
import { Enrol, FirstDevice } from './enrol.tsx';
import { needsYou } from './groups.ts';
import { List } from './list.tsx';
import { fleetSentence } from './sentence.ts';
import { Wall } from './wall.tsx';

const topics = { fleet: true, devices: [] };
/** The same list while nobody's standing changed, so that what is drawn from it rests. */
const known = computed(() => fleet.value.value?.devices);
const devices = computed(() => [...(known.value?.values() ?? [])]);
/** What sentence, wall and table are sorted by moves once in 5 s, not with every second. */
const calmNow = computed(() => Math.floor(now.value / 5_000) * 5_000);
const stood = computed(() => devices.value.map((device) => ({ device, standing: standingOf(device, calmNow.value) })));
/** What is wrong by the rules; when nothing is, what the devices themselves tell. */
const pieces = computed(() => {
  const whole = standing.value.value;
  return whole?.worst ? piecesOf(whole) : fleetSentence(devices.value, calmNow.value);
});
/** With when each came: told by its event when that was today, else before. */
const placed = computed(() => {
  const found = (events.value.value ?? []).filter(({ kind }) => kind === 'device.enrolled');
  const enrolled = new Map(found.map(({ device, time }) => [device, time]));
  const oldest = fleet.value.value?.oldest ?? 0;
  return devices.value.map((device) => ({ ...device, enrolledAt: enrolled.get(device.id) ?? oldest }));
});
const line = computed(() =>
  lineOf(placed.value, known.value ? (events.value.value ?? []) : [], Math.floor(now.value / 60_000) * 60_000, {
    incidents: recentIncidents.value.value,
    windows: recentWindows.value.value,
  }),
);
const reading = [{ text: 'Reading the devices.', lesser: true }];

function readAll(): void {
  void fleet.load();
  void events.load();
  readRecent();
  void find();
}

function onMessage(message: LiveMessage): void {
  takeRecent(message);
  if (message.name === 'fleet') takeFleet(message.data);
  if (message.name === 'event') {
    events.update((before) => withEvent(before, message.data));
    if (message.data.kind === 'device.enrolled') fleet.renew();
  }
}

function Crumb() {
  if (!fleet.value.value) return <b>Fleet</b>;
  const sites = new Set(devices.value.map(({ site }) => site)).size;
  return (
    <>
      <b>Fleet</b>
      <span class="sep">·</span>
      {counted(devices.value.length, 'device')}
      {sites > 1 ? ` on ${sites} sites` : ''}
    </>
  );
}

/** Every device at a glance, worst first. */
export function FleetPage() {
  const seek = useRef<HTMLInputElement>(null);
  const wall = new URLSearchParams(address.value.search).get('view') === 'wall';
  useEffect(readAll, []);
  useLive(topics, { message: onMessage, missed: readAll, begun: fleet.renew }, 'fleet');
  const toggleWall = () => go(wall ? '/' : '/?view=wall');
  const toSeek = () => {
    // At once where it is there: what is typed next belongs into it.
    if (seek.current) return seek.current.focus();
    if (wall) go('/');
    setTimeout(() => seek.current?.focus());
  };
  useKeys({
    '/': toSeek,
    w: toggleWall,
    ...(wall ? { Escape: toggleWall } : {}),
  });
  return (
    <>
      <Fascia
        crumb={<Crumb />}
        pieces={fleet.value.value ? pieces.value : reading}
        wrong={stood.value.some(needsYou) || Boolean(standing.value.value?.worst)}
        live={{
          newest: fleet.value.value?.newest,
          interval: fleet.value.value?.interval ?? undefined,
          what: 'newest frame',
        }}
        seek={toSeek}
        line={
          <Line model={line.value} now={now.value} scope="all devices" missing={events.problem.value !== undefined} />
        }
      />
      <main
        id="main"
        tabIndex={-1}
        class={`${wall ? 'wide ' : ''}${devices.value.length > 200 ? 'many ' : ''}${isLost.value ? 'stale' : ''}`}
      >
        <Offline />
        <FullDisk />
        <Body wall={wall} toggleWall={toggleWall} seek={seek} />
      </main>
      <Foot
        keys={[
          [['/'], 'find'],
          [['j', 'k'], 'next, previous'],
          [['Enter'], 'open'],
          [['w'], 'wall'],
          [['g', 'i'], 'incidents'],
          [['d'], 'density'],
          [['t'], 'theme'],
        ]}
      />
    </>
  );
}

interface BodyProps {
  readonly wall: boolean;
  readonly toggleWall: () => void;
  readonly seek: { current: HTMLInputElement | null };
}

function Body({ wall, toggleWall, seek }: BodyProps) {
  const whole = fleet.value.value;
  // Every second has its tick and its frames; what thousands of devices are drawn from is gone through only when it is another.
  const cells = useMemo(() => <Wall stood={stood.value} wall={wall} toggle={toggleWall} />, [stood.value, wall]);
  const list = useMemo(
    () => whole && <List fleet={whole} stood={stood.value} now={calmNow.value} seek={seek} />,
    [whole?.devices, stood.value, calmNow.value],
  );
  if (!whole) {
    if (fleet.problem.value) return <Failed what="The list of devices" problem={fleet.problem.value} again={readAll} />;
    return <Waiting what="the devices" rows={8} cancel={fleet.cancel} />;
  }
  if (whole.devices.size === 0) return <FirstDevice />;
  return (
    <>
      {cells}
      {wall ? null : list}
      {wall || whole.devices.size > 3 ? null : <Enrol />}
    </>
  );
}
