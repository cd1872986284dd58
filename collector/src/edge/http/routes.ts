import type { Routes } from './context.ts';
import { changeRoutes } from './routes/changes.ts';
import { capacityRoutes } from './routes/capacity.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { deviceRoutes } from './routes/devices.ts';
import { docsRoutes } from './routes/docs.ts';
import { eventRoutes } from './routes/events.ts';
import { fleetRoutes } from './routes/fleet.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { levelRoutes } from './routes/levels.ts';
import { liveRoutes } from './routes/live.ts';
import { manpowerRoutes } from './routes/manpower.ts';
import { meRoutes } from './routes/me.ts';
import { peopleRoutes } from './routes/people.ts';
import { problemRoutes } from './routes/problems.ts';
import { reportPlanRoutes } from './routes/report-plans.ts';
import { reportRoutes } from './routes/reports.ts';
import { ruleRoutes } from './routes/rules.ts';
import { seriesRoutes } from './routes/series.ts';
import { sessionRoutes } from './routes/session.ts';
import { systemRoutes } from './routes/system.ts';
import { teamRoutes } from './routes/teams.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { actRoutes } from './routes/act.ts';
import { channelRoutes } from './routes/channels.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { noticeRoutes } from './routes/notice-routes.ts';
import { rosterRoutes } from './routes/rosters.ts';
import { orderDraftRoutes } from './routes/order-drafts.ts';
import { orderRoutes } from './routes/orders.ts';
import { improvementRoutes, projectRoutes } from './routes/improvements.ts';
import { requestItemRoutes } from './routes/request-items.ts';
import { requestRoutes } from './routes/requests.ts';
import { runRoutes } from './routes/runs.ts';
import { scriptRoutes } from './routes/scripts.ts';
import { trustRoutes } from './routes/trust.ts';
import { publicLinkRoutes } from './routes/public-links.ts';
import { publicRoutes } from './routes/public.ts';
import { serviceRoutes } from './routes/services.ts';
import { valueRoutes } from './routes/value.ts';
import { viewRoutes } from './routes/views.ts';
import { windowRoutes } from './routes/windows.ts';

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
  problemRoutes,
  tokenRoutes,
  peopleRoutes,
  meRoutes,
  teamRoutes,
  windowRoutes,
  channelRoutes,
  noticeRoutes,
  rosterRoutes,
  deliveryRoutes,
  actRoutes,
  ruleRoutes,
  changeRoutes,
  capacityRoutes,
  trustRoutes,
  scriptRoutes,
  orderDraftRoutes,
  orderRoutes,
  runRoutes,
  reportRoutes,
  reportPlanRoutes,
  serviceRoutes,
  publicLinkRoutes,
  publicRoutes,
  levelRoutes,
  manpowerRoutes,
  valueRoutes,
  requestItemRoutes,
  requestRoutes,
  viewRoutes,
  improvementRoutes,
  projectRoutes,
  liveRoutes,
  docsRoutes,
];
