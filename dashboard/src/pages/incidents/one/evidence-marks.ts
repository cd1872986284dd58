// pure
import type { IncidentDetail } from '@fettle/shared/api/incidents';
import { changeMarks, short } from '../../../charts/change-marks.ts';
import type { Mark } from '../../../charts/marks.ts';
import type { Around } from '../../../state/incident.ts';

/** What happened around it: it opened, got worse, was put right; other incidents of the device, and changes. */
export function marksOf(incident: IncidentDetail, around: Pick<Around, 'events' | 'incidents'>): Mark[] {
  const { timeline, openedAt, resolvedAt, severity } = incident;
  const [began] = timeline.filter(({ kind }) => kind === 'opened');
  const first = began?.detail['severity'];
  const opened: Mark = {
    time: openedAt,
    kind: first === 'warning' || first === 'critical' ? first : severity,
    label: 'opened',
  };
  const turns = timeline.flatMap(({ kind, time, detail }): Mark[] => {
    const to = detail['to'];
    return kind === 'severity' && (to === 'critical' || to === 'warning') ? [{ time, kind: to, label: to }] : [];
  });
  const ended: Mark[] = resolvedAt === null ? [] : [{ time: resolvedAt, kind: 'right', label: 'put right' }];
  const others = around.incidents.map((one): Mark => ({
    time: one.openedAt,
    kind: one.worst,
    label: short(one.words),
  }));
  return [opened, ...turns, ...ended, ...others, ...changeMarks(around.events)];
}
