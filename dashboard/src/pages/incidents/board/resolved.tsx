import type { Incident } from '@fettle/shared/api/incidents';
import { counted } from '../../../format/count.ts';
import { plain } from '../../../format/text.ts';
import { clock, exact, span } from '../../../format/time.ts';
import { Icon } from '../../../parts/symbols.tsx';
import { incidentPath } from '../../../routes.ts';
import { resolvedToday } from '../../../state/incidents.ts';

const took = ({ openedAt, resolvedAt }: Incident) => span((resolvedAt ?? openedAt) - openedAt);

/** What was put right today, folded. */
export function ResolvedToday() {
  const incidents = resolvedToday.value.value ?? [];
  if (incidents.length === 0) return null;
  return (
    <details class="put-right sec">
      <summary>
        <h2>Put right today</h2> <span class="quiet">{counted(incidents.length, 'incident')}</span>
      </summary>
      <ol class="tl">
        {incidents.map((one) => (
          <li key={one.id} class="right">
            <time dateTime={new Date(one.resolvedAt ?? 0).toISOString()} title={exact(one.resolvedAt ?? 0)}>
              {clock(one.resolvedAt ?? 0)}
            </time>
            <Icon name="right" />
            <span>
              <b>{plain(one.deviceName, 64)}</b> <a href={incidentPath(one.id)}>{plain(one.words)}</a>
              <small>
                {one.severity} for {took(one)}
                {one.owner ? `, ${plain(one.owner.name, 64)}` : ''}
              </small>
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
