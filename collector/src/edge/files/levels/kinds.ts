import type { CalendarBody, ObjectiveBody } from '@fettle/shared/api/levels';
import { everywhere } from '../../../domain/access/index.ts';
import {
  applyCalendars,
  applyObjectives,
  calendarBody,
  listCalendars,
  listObjectives,
  objectiveBody,
} from '../../../domain/levels/index.ts';
import type { Kind } from '../kind.ts';
import { readCalendarBody, readObjective } from './read.ts';
import { writeCalendarBody, writeObjective } from './write.ts';

/** Business hours in files. Services and objectives name them, so that they are applied before these. */
export const calendarKind: Kind<CalendarBody> = {
  key: 'calendars',
  one: 'calendar',
  read: readCalendarBody,
  write: writeCalendarBody,

  async kept(world, actor) {
    return (await listCalendars(world, actor)).map((one) => ({ id: one.id, body: calendarBody(one) }));
  },

  apply: (world, actor, items, way) => applyCalendars(world, actor, { items, ...way }),
};

/** What services are to reach, in files. */
export const objectiveKind: Kind<ObjectiveBody> = {
  key: 'objectives',
  one: 'objective',
  read: readObjective,
  write: writeObjective,

  async kept(world, actor) {
    return (await listObjectives(world, actor)).map((one) => ({ id: one.id, body: objectiveBody(one) }));
  },

  async look({ levels, services }, _actor, source, field, { service, calendar }, made) {
    const wrong = (key: string, words: string) => source.error(source.child(field, key)?.valueAt ?? field.at, words);
    if (!made('services', service) && (await services.service(service)) === null)
      wrong('service', `There is no service “${service}”.`);
    if (calendar !== null && !made('calendars', calendar) && (await levels.calendar(everywhere, calendar)) === null)
      wrong('calendar', `There is no calendar “${calendar}”.`);
  },

  apply: (world, actor, items, way) => applyObjectives(world, actor, { items, ...way }),
};
