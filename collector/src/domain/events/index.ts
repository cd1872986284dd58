export { eventsAfter } from './after.ts';
export { type EventListQuery, listEvents } from './list.ts';
export type { EventQuery, EventStore } from './store.ts';
export { withTail } from './tail.ts';
export type { AuditCheck, AuditEntry, AuditRow, Event, NewEvent, Note } from './types.ts';
