import type { Device } from '@fettle/shared/api/devices';
import type { IncidentDetail } from '@fettle/shared/api/incidents';
import { useEffect, useMemo } from 'preact/hooks';
import { plain } from '../../../format/text.ts';
import { useLive } from '../../../live/live.ts';
import type { LiveMessage } from '../../../live/stream.ts';
import { Fascia } from '../../../parts/fascia.tsx';
import { Foot } from '../../../parts/foot.tsx';
import { FullDisk } from '../../../parts/full-disk.tsx';
import { useKeys } from '../../../parts/keys.ts';
import { Offline } from '../../../parts/offline.tsx';
import { Refusals } from '../../../parts/refusals.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../../parts/waiting.tsx';
import { devicePath, go } from '../../../routes.ts';
import { now } from '../../../state/clock.ts';
import { catalogue } from '../../../state/device.ts';
import { type IncidentState, incidentState, readIncidentState } from '../../../state/incident.ts';
import { incidentOf } from '../../../state/incidents.ts';
import { isLost } from '../../../state/lost.ts';
import { problems } from '../../../state/problems.ts';
import { hasRole } from '../../../state/people.ts';
import { scripts as library } from '../../../state/scripts.ts';
import { session } from '../../../state/session.ts';
import { Asks } from '../asks.tsx';
import { done, perform, refusals } from '../deeds.ts';
import { Acts } from './acts.tsx';
import { Body } from './body.tsx';
import { remedyOf, remedyPath } from './remedy-of.ts';
import { incidentSentence } from './sentence.ts';

/** The chart is read anew so often while it is open. */
const chartMs = 30_000;

/** Reads, hears and reads again: the page follows what happens to the incident. */
function useIncident(id: string): IncidentState {
  const state = useMemo(() => incidentState(id), [id]);
  const again = () => readIncidentState(state);
  const deeds = done.value;
  useEffect(again, [state, deeds]);
  useEffect(() => {
    refusals.value = [];
    if (catalogue.value.peek() === undefined) void catalogue.load();
    if (library.value.peek() === undefined) void library.load();
  }, [state]);
  const incident = state.detail.value.value;
  const device = incident?.device;
  const topics = useMemo(
    () => ({ fleet: device !== undefined, devices: [], rows: device === undefined ? [] : [device], events: true }),
    [device],
  );
  const message = (heard: LiveMessage) => {
    if (incidentOf(heard) === id) again();
    const fresh = heard.name === 'fleet' ? heard.data.items.find((one) => one.id === device) : undefined;
    if (fresh) state.device.update(() => fresh);
  };
  useLive(topics, { message, missed: again, begun: again }, `${id} ${device ?? ''}`);
  useEffect(() => {
    if (device !== undefined) state.device.renew();
  }, [state, device]);
  const problem = incident?.problem ?? null;
  useEffect(() => {
    if (problem !== null) problems.renew();
  }, [problem]);
  const turn = incident?.resolvedAt === null ? Math.floor(now.value / chartMs) : 0;
  useEffect(() => {
    if (incident) state.around.renew();
  }, [state, incident?.version, turn]);
  return state;
}

function useIncidentKeys(incident: IncidentDetail | undefined): void {
  const doing = (act: string, run: (incident: IncidentDetail) => void) => () => {
    if (incident?.may.includes(act) && !isLost.peek()) run(incident);
  };
  const me = () => session.peek()?.person?.id ?? null;
  useKeys({
    '/': () => go('/incidents'),
    a: doing('acknowledge', (one) => void perform([one], { kind: 'acknowledge' })),
    o: doing('own', (one) => void perform([one], { kind: 'own', owner: me() })),
    n: () => document.getElementById('note')?.focus(),
    r: () => {
      if (incident && hasRole('technician')) go(remedyPath(incident, remedyOf(incident, library.value.peek() ?? [])));
    },
    Escape: () => go('/incidents'),
  });
}

/** Nothing is said of a device that is not known yet. */
const freshness = (device: Device | null | undefined) => ({
  newest: device ? device.lastSeen : undefined,
  interval: device?.interval,
  what: 'frame',
});

function Crumb({ incident }: { incident: IncidentDetail | undefined }) {
  if (!incident) return <a href="/incidents">Incidents</a>;
  const { deviceName, device, severity, state, ruleName, owner, site } = incident;
  const over = state === 'resolved' || state === 'closed';
  return (
    <>
      <a href="/incidents">Incidents</a>
      <span class="sep">/</span>
      {site === '' ? null : <span>{plain(site, 64)}</span>}
      {site === '' ? null : <span class="sep">/</span>}
      <a href={devicePath(device)}>{plain(deviceName, 64)}</a>
      <span class="sep">·</span>
      <StateMark shape={over ? 'right' : severity} word={over ? state : severity} />
      <span class="sep">·</span>
      <span>rule “{plain(ruleName, 64)}”</span>
      <span class="sep">·</span>
      <span>{owner ? `owner ${plain(owner.name, 64)}` : 'no owner'}</span>
    </>
  );
}

/** One incident: what is wrong and why, most likely; then what proves it. */
export function IncidentPage({ id }: { id: string }) {
  const state = useIncident(id);
  const incident = state.detail.value.value;
  const problem = state.detail.problem.value;
  useIncidentKeys(incident);
  const calm = Math.floor(now.value / 5_000) * 5_000;
  return (
    <>
      <Fascia
        crumb={<Crumb incident={incident} />}
        pieces={incident ? incidentSentence(incident, calm) : [{ text: 'Reading this incident.', lesser: true }]}
        wrong={incident?.state === 'open' || incident?.state === 'acknowledged'}
        live={freshness(state.device.value.value)}
        seek={() => go('/incidents')}
        find="Find an incident"
        acts={incident ? <Acts incident={incident} /> : undefined}
      />
      <main id="main" tabIndex={-1} class={isLost.value ? 'stale' : ''}>
        <Offline />
        <FullDisk />
        <Refusals words={refusals.value} forget={() => (refusals.value = [])} />
        {incident ? <Body state={state} incident={incident} /> : null}
        {!incident && problem ? (
          <Failed what="This incident" problem={problem} again={() => readIncidentState(state)}>
            <a class="b main" href="/incidents">
              To the incidents
            </a>
          </Failed>
        ) : null}
        {!incident && !problem ? <Waiting what="this incident" rows={8} cancel={state.detail.cancel} /> : null}
      </main>
      <Foot
        keys={[
          [['a'], 'acknowledge'],
          [['o'], 'take'],
          [['n'], 'note'],
          [['r'], 'run a script'],
          [['u'], 'undo'],
          [['Esc'], 'back'],
          [['g', 'i'], 'incidents'],
        ]}
      />
      <Asks />
    </>
  );
}
