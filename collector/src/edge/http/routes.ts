import type { Routes } from './context.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { deviceRoutes } from './routes/devices.ts';
import { docsRoutes } from './routes/docs.ts';
import { eventRoutes } from './routes/events.ts';
import { fleetRoutes } from './routes/fleet.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { liveRoutes } from './routes/live.ts';
import { meRoutes } from './routes/me.ts';
import { peopleRoutes } from './routes/people.ts';
import { seriesRoutes } from './routes/series.ts';
import { sessionRoutes } from './routes/session.ts';
import { systemRoutes } from './routes/system.ts';
import { teamRoutes } from './routes/teams.ts';
import { tokenRoutes } from './routes/tokens.ts';

/** Every capability's routes, one line each. */
export const routes: readonly Routes[] = [
  systemRoutes,
  sessionRoutes,
  deviceRoutes,
  fleetRoutes,
  seriesRoutes,
  catalogueRoutes,
  eventRoutes,
  incidentRoutes,
  tokenRoutes,
  peopleRoutes,
  meRoutes,
  teamRoutes,
  liveRoutes,
  docsRoutes,
];
