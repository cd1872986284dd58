export { actByLink, type LinkContext, type OpenLink, readLink } from './act-by-link.ts';
export { sendThrough } from './attempt.ts';
export type {
  Background,
  ChannelsContext,
  Deed,
  IncidentSource,
  NoticesContext,
  PeopleSource,
  SendContext,
} from './context.ts';
export { decide } from './decide.ts';
export { deleteChannel } from './delete-channel.ts';
export { beat, getHeartbeat, setHeartbeat } from './heartbeat.ts';
export { listChannels } from './list-channels.ts';
export { type DeliveryListQuery, listDeliveries, listStages } from './list-deliveries.ts';
export { listen } from './listen.ts';
export { type ChannelInput, putChannel } from './put-channel.ts';
export {
  addOverride,
  deleteRoster,
  listRosters,
  listTurns,
  putRoster,
  removeOverride,
  type RosterInput,
} from './rosters.ts';
export { deleteRoute, listRoutes, putRoute, type RouteInput, routesTelling } from './routes.ts';
export { sendDue } from './send.ts';
export type { ChannelStore, DeliveryQuery, NoticeStore } from './store.ts';
export { tellTrust, trustRemark } from './tell-trust.ts';
export { testChannel } from './test-channel.ts';
export { escapeHtml } from './text/clean.ts';
export { type Turn, turnAt, turnsIn } from './turns.ts';
export type * from './types.ts';
