import type { ReportPlanBody } from '@fettle/shared/api/reports';
import type { PersonId } from '@fettle/shared/ids';
import { isAddress } from '../../../domain/reports/index.ts';
import { reportSources } from '../../report-sources.ts';
import type { Made, World } from '../kind.ts';
import type { Field, Source } from '../source.ts';

/** Tells where what a planned report names is not there: a channel, a calendar, a brand, a service, people. */
export async function lookAtPlan(
  world: World,
  source: Source,
  field: Field,
  { channel, schedule, brand, service, to }: ReportPlanBody,
  made: Made,
): Promise<void> {
  const { calendar, whyNotBy } = reportSources(world);
  const wrong = (key: string, words: string) => source.error(source.child(field, key)?.valueAt ?? field.at, words);
  if (to.length > 0 && channel === null) wrong('to', 'Say by which channel of kind email it is sent: “channel”.');
  const why = channel === null ? null : await whyNotBy(channel);
  if (why !== null) wrong('channel', why);
  const named = schedule?.calendar ?? null;
  if (named !== null && !made('calendars', named) && (await calendar(named)) === null)
    wrong('calendar', `There is no calendar ${named}.`);
  if (brand !== null && !(await world.reports.brands()).some(({ id }) => id === brand))
    wrong('brand', `There is no brand ${brand}.`);
  if (service !== null && !made('services', service) && (await world.services.service(service)) === null)
    wrong('service', `There is no service ${service}.`);
  for (const one of to) {
    if (!isAddress(one) && (await world.access.person(one as PersonId)) === null)
      wrong('to', `“${one.slice(0, 60)}” is neither a mail address nor somebody’s id.`);
  }
}
