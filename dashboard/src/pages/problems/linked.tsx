import type { Incident } from '@fettle/shared/api/incidents';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment, span } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { incidentPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import type { Resource } from '../../state/resource.ts';

/** The incidents behind a problem, newest first. */
export function Linked({ linked }: { linked: Resource<readonly Incident[]> }) {
  const all = linked.value.value;
  if (!all && linked.problem.value)
    return <Failed what="Its incidents" problem={linked.problem.value} again={linked.renew} />;
  if (!all) return <Waiting what="its incidents" rows={5} cancel={linked.cancel} />;
  const sorted = all.toSorted((a, b) => b.openedAt - a.openedAt);
  return (
    <Section title="Its incidents" note={counted(all.length, 'incident')}>
      {all.length === 0 ? <p class="quiet dense">None is linked.</p> : null}
      {all.length === 0 ? null : (
        <table class="t pile">
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Device</th>
              <th scope="col">What was wrong</th>
              <th scope="col" class="n">
                Opened
              </th>
              <th scope="col" class="n opt">
                Lasted
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((one) => (
              <Row key={one.id} incident={one} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Row({ incident: { id, state, severity, deviceName, words, openedAt, resolvedAt } }: { incident: Incident }) {
  const hurts = state === 'open' || state === 'acknowledged';
  return (
    <tr>
      <td class="s">
        <StateMark shape={hurts ? severity : 'right'} word={hurts ? severity : state} />
      </td>
      <td class="name">
        <a href={incidentPath(id)}>{plain(deviceName, 64)}</a>
      </td>
      <td class="why">{plain(words, 200)}</td>
      <td class="n main-v" title={exact(openedAt)}>
        {moment(openedAt, now.value)}
      </td>
      <td class="n opt">{resolvedAt === null ? <span class="quiet">still</span> : span(resolvedAt - openedAt)}</td>
    </tr>
  );
}
