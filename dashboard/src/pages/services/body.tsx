import type { Service } from '@fettle/shared/api/services';
import { counted, number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { devicePath, incidentPath, servicePath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { serviceMap } from '../../state/services.ts';
import { ChangeList } from '../changes/timeline.tsx';
import { About } from './about.tsx';
import { HistoryMonths } from './history-months.tsx';
import { Levels } from './levels.tsx';
import { around } from './map-layout.ts';
import { ServiceMapView } from './map-view.tsx';
import type { ServiceParts } from './service-parts.ts';
import { needWords } from './part-words.ts';

interface BodyProps {
  readonly service: Service;
  readonly parts: ServiceParts;
  readonly devices: ReadonlySet<string>;
}

/** The page of a service below its head: why first, then how it stands against what was promised, then how it was. */
export function ServiceBody({ service, parts, devices }: BodyProps) {
  const map = serviceMap.value.value;
  const history = parts.history.value.value;
  return (
    <div class="split">
      <div>
        {service.causes.length > 0 ? <Causes causes={service.causes} /> : null}
        <Parts service={service} />
        <Levels id={service.id} levels={parts.levels} />
        {history ? <HistoryMonths history={history} countedFrom={service.countedFrom} /> : null}
        {!history && parts.history.problem.value ? (
          <Failed what="Its history" problem={parts.history.problem.value} again={() => parts.history.renew()} />
        ) : null}
        {!history && !parts.history.problem.value ? (
          <Waiting what="its history" rows={4} cancel={parts.history.cancel} />
        ) : null}
        {map ? <ServiceMapView map={around(map, `service:${service.id}`)} title="What depends on what" /> : null}
      </div>
      <aside aria-label="About this service">
        <About service={service} />
        <OpenIncidents parts={parts} devices={devices} />
        <RecentChanges parts={parts} devices={devices} />
      </aside>
    </div>
  );
}

type Cause = Service['causes'][number];

const linkOf = ({ kind, id }: Cause) =>
  kind === 'incident' ? incidentPath(id) : kind === 'service' ? servicePath(id) : devicePath(id);

function Causes({ causes }: { causes: readonly Cause[] }) {
  return (
    <Section title="Why" note="what is out now, the worst first">
      <ol class="cause">
        {causes.map((cause) => (
          <li key={`${cause.kind} ${cause.id}`}>
            <div>
              <span class="say-l">{plain(cause.words, 300)}</span>
              <small title={exact(cause.since)}>since {moment(cause.since, now.value)}</small>
            </div>
            <a class="src" href={linkOf(cause)}>
              follow<span class="hide">: {plain(cause.words, 80)}</span>
            </a>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Parts({ service: { parts, partStates } }: { service: Service }) {
  return (
    <Section title="Made of" note={counted(parts.length, 'part')}>
      <table class="t pile">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Part</th>
            <th scope="col">Needs</th>
            <th scope="col" class="n">
              Out
            </th>
            <th scope="col" class="n">
              Members
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part, index) => {
            const state = partStates[index];
            const out = state?.out ?? 0;
            const looks = !state
              ? ({ shape: 'unknown', word: 'unknown' } as const)
              : !state.met
                ? ({ shape: part.impact === 'down' ? 'critical' : 'warning', word: 'short' } as const)
                : out > 0
                  ? ({ shape: 'warning', word: 'enough left' } as const)
                  : ({ shape: 'order', word: 'in order' } as const);
            return (
              <tr key={part.name}>
                <td class="s">
                  <StateMark {...looks} />
                </td>
                <td class="name">{plain(part.name, 80)}</td>
                <td class="why">{plain(needWords(part), 200)}</td>
                <td class={out > 0 ? `n main-v hurtv ${looks.shape}` : 'n main-v'}>{number(out)}</td>
                <td class="n">{number(state?.members ?? 0)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}

function OpenIncidents({ parts, devices }: Pick<BodyProps, 'parts' | 'devices'>) {
  const all = parts.incidents.value.value;
  const problem = parts.incidents.problem.value;
  const own = (all ?? []).filter(({ device }) => devices.has(device));
  return (
    <Section title="Open incidents" aside={<span class="aside">{all ? number(own.length) : ''}</span>}>
      {!all && problem ? <Failed what="Its incidents" problem={problem} again={() => parts.incidents.renew()} /> : null}
      {all && own.length === 0 ? <p class="quiet dense">None on its devices.</p> : null}
      <ul class="rows">
        {own.slice(0, 12).map(({ id, words, deviceName, severity, openedAt }) => (
          <li key={id} class={severity}>
            <div class="top">
              <span class="st">
                <Icon name={severity} label={`${severity}: `} />
                <a href={incidentPath(id)}>{plain(words, 160)}</a>
              </span>
            </div>
            <span class="quiet" title={exact(openedAt)}>
              {plain(deviceName, 60)}, since {moment(openedAt, now.value)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function RecentChanges({ parts, devices }: Pick<BodyProps, 'parts' | 'devices'>) {
  const all = parts.changes.value.value;
  const own = (all ?? []).filter(({ device }) => devices.has(device));
  return (
    <Section title="What changed" aside={<span class="aside">7 days</span>}>
      {all && own.length === 0 ? <p class="quiet dense">Nothing on its devices.</p> : null}
      {own.length > 0 ? <ChangeList items={own.slice(0, 15)} named /> : null}
    </Section>
  );
}
