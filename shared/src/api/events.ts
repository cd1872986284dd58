import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';

/**
 * Kinds so far: device.agent (detail: from, to: the agent's version), incident.escalated (detail: incident, run: it did not help),
 * device.enrolled, device.state (detail: from, to), device.changed, device.restarted, device.clock,
 * device.granted, facts.changed (detail: changes), frames.refused (detail: code, message, sequence, at most one an hour
 * for each code of a device), person.created, person.invited, person.joined, person.changed,
 * person.disabled, person.enabled (detail: person), team.changed (detail: team), token.created, token.revoked (API tokens),
 * token.published (enrolment tokens), trust.root, window.created, window.changed,
 * window.deleted (detail: window, name), incident.opened (detail: incident, rule, severity, words, quiet), incident.severity
 * (detail: incident, from, to, words), incident.acknowledged, incident.unacknowledged, incident.owned (detail: incident, owner),
 * incident.noted, incident.resolved (detail: incident, by), incident.reopened (detail: incident, severity), incident.closed
 * (detail: incident, by), incident.quiet (detail: incident, quiet), incident.changed (detail: incident), incident.targets,
 * problem.proposed, problem.created, problem.changed (detail: problem), notice.failed (detail: delivery, channel, state), channel.changed,
 * channel.deleted (detail: channel), route.changed, route.deleted (detail: route), roster.changed, roster.deleted (detail: roster),
 * heartbeat.changed.
 * token.published (enrolment tokens), trust.root, rule.created, rule.changed, rule.deleted (detail: rule).
 * script.drafted, script.published (detail: script, version), order.drafted (detail: draft), order.signed, order.approved, order.started, order.ring,
 * order.halted, order.stopped, order.ended (detail: order, by, and of one site alone its title; of order.signed also draft, null: none), standing.signed, standing.ended (detail: standing, name),
 * run.started, run.ended (detail: run, order, kind, outcome, exit, title, by, script), run.remedied (detail: run, standing, rule, instance, before,
 * after, cleared), trust.root, trust.revoke, trust.fresh, trust.stale (detail: until), change.planned, change.approved,
 * change.begun, change.ended (detail: change, state, by).
 * heartbeat.changed, rule.created, rule.changed, rule.deleted (detail: rule), service.changed, service.deleted (detail: service),
 * service.state (detail: service, from, to), public.changed, calendar.changed (detail: calendar), objective.changed (detail:
 * objective), level.burning, level.missed (detail: objective, service), restore.tested (detail: ok), capacity.limit, value.settings,
 * hand-over.noted, request.asked, request.decided, request.changed, request.ended (detail: request, state), request-item.changed, improvement.changed
 * (detail: improvement, state), project.changed, report.begun, report.progress, report.made, report.failed, report.removed, report.sent (detail: report, plan),
 * report-plan.changed, brand.changed.
 */
export const EventItem = Closed({
  sequence: Type.Integer(),
  time: Time,
  kind: Type.String(),
  device: Nullable(Type.String()),
  site: Nullable(Type.String()),
  detail: Type.Record(Type.String(), Type.Unknown()),
});
export type EventItem = Static<typeof EventItem>;

/** `GET /api/v1/events`: newest first. */
export const EventQuery = Closed({
  device: Type.Optional(Type.String({ maxLength: 64 })),
  kind: Type.Optional(Type.String({ maxLength: 64 })),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
});
export const EventPage = Page(EventItem);
