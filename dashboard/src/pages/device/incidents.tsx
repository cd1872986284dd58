import type { Incident } from '@fettle/shared/api/incidents';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment, span } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed } from '../../parts/waiting.tsx';
import { incidentPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import type { DeviceState } from '../../state/device.ts';
import { isOpen } from '../../state/incidents.ts';

const worth = ({ severity }: Incident) => (severity === 'critical' ? 1 : 0);

function note({ openedAt, resolvedAt, owner, quiet, state }: Incident, time: number): string {
  const since =
    resolvedAt === null
      ? `since ${moment(openedAt, time)}, ${span(time - openedAt)}`
      : `${moment(openedAt, time)}, for ${span(resolvedAt - openedAt)}`;
  const whose = owner ? `, ${plain(owner.name, 64)}` : state === 'open' ? ', nobody’s yet' : '';
  const kept = quiet === null ? '' : ', nobody is told';
  return since + whose + kept;
}

function One({ incident }: { incident: Incident }) {
  const over = !isOpen(incident);
  return (
    <li>
      <div class="top">
        <a class="path" href={incidentPath(incident.id)}>
          {plain(incident.words)}
        </a>
        <StateMark shape={over ? 'right' : incident.severity} word={over ? 'put right' : incident.severity} />
      </div>
      <small class="quiet" title={exact(incident.openedAt)}>
        {note(incident, Math.floor(now.value / 5_000) * 5_000)}
      </small>
    </li>
  );
}

/** What is wrong with this device, and folded what was put right. */
export function Incidents({ state }: { state: DeviceState }) {
  const incidents = state.incidents.value.value;
  const problem = state.incidents.problem.value;
  if (!incidents && problem)
    return <Failed what="The incidents" problem={problem} again={() => void state.incidents.load()} />;
  const open = (incidents ?? []).filter(isOpen).toSorted((a, b) => worth(b) - worth(a));
  const past = (incidents ?? []).filter((one) => !isOpen(one));
  return (
    <Section title="Incidents" aside={<span class="aside">30 days</span>}>
      {incidents && open.length === 0 ? <p class="quiet dense">None is open.</p> : null}
      <ul class="rows">
        {open.map((one) => (
          <One key={one.id} incident={one} />
        ))}
      </ul>
      {past.length > 0 ? (
        <details class="more-facts">
          <summary>{counted(past.length, 'put right', 'put right')}</summary>
          <ul class="rows">
            {past.map((one) => (
              <One key={one.id} incident={one} />
            ))}
          </ul>
        </details>
      ) : null}
    </Section>
  );
}
