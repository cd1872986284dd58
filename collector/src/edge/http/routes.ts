import type { Routes } from './context.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { deviceRoutes } from './routes/devices.ts';
import { docsRoutes } from './routes/docs.ts';
import { eventRoutes } from './routes/events.ts';
import { fleetRoutes } from './routes/fleet.ts';
import { liveRoutes } from './routes/live.ts';
import { ruleRoutes } from './routes/rules.ts';
import { seriesRoutes } from './routes/series.ts';
import { sessionRoutes } from './routes/session.ts';
import { systemRoutes } from './routes/system.ts';
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
  tokenRoutes,
  ruleRoutes,
  liveRoutes,
  docsRoutes,
];
