// An incident and a problem of each device, so that whoever may not see the device has something not to see.
import type { Stores } from '@fettle/collector/store/stores';
import type { ChangeId, DeviceId, IncidentId, ProblemId } from '@fettle/shared/ids';
import { change, plan } from '../../contract/records/changes.ts';
import { subjectId } from '@fettle/collector/domain/capacity/subject-id';
import { forecast } from '../../contract/records/capacity.ts';
import { incident } from '../../contract/records/incidents.ts';

export interface Trouble {
  readonly incident: IncidentId;
  readonly problem: ProblemId;
  readonly plan: ChangeId;
  readonly forecast: string;
}

/** As the collector reckons it anew when it is told to. */
const rootFull = { 'system.filesystem.mountpoint': '/', 'system.filesystem.state': 'used' };
const nothing = { events: [], audit: [] };

/** @param name what their ids and words hold */
export async function troubled(
  { incidents, problems, changes, plans, capacity, devices }: Stores,
  device: DeviceId,
  name: string,
  now: number,
): Promise<Trouble> {
  const one = incident(name, { device, openedAt: now });
  const line = { time: now, kind: 'note', actor: null, words: `told of ${name}`, detail: {} } as const;
  await incidents.write([{ before: null, after: one, timeline: [line] }], nothing);
  const problem = `b${name}` as ProblemId;
  const described = { title: `Problem of ${name}`, why: `${name} repeats`, rootCause: name, workaround: name };
  const row = { id: problem, ...described, state: 'open', by: 'rule', key: `disk-full ${device}` } as const;
  const added = await problems.add(
    { ...row, owner: null, createdAt: now, closedAt: null, version: 1 },
    [one.id],
    line,
    nothing,
  );
  if (added !== 'added') throw new Error(added);
  await changes.keep([change(`restart-${name}`, { device, time: now, words: `${name} was restarted` })]);
  const planned = plan(`c${name}`, { title: `Patch ${name}`, devices: [device], scope: { sites: 'all' }, from: now });
  await plans.putPlan(planned, null, nothing);
  const site = (await devices.device({ sites: 'all' }, device))?.site ?? null;
  const filling = forecast(
    subjectId({ kind: 'filesystem', device, metric: 'system.filesystem.usage', attributes: rootFull }),
    {
      device,
      site,
      attributes: rootFull,
      title: `/ of ${name}`,
      deviceName: name,
    },
  );
  await capacity.keepForecasts([device], [filling], now);
  return { incident: one.id, problem, plan: planned.id, forecast: filling.id };
}
