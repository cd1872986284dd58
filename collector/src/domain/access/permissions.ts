// pure
import { type Role, roles } from '@fettle/shared/api/session';
import { FettleError } from '@fettle/shared/errors';
import type { Actor } from './types.ts';

/** The least role that may do it, and whether an API token may. */
interface Rule {
  readonly least: Role;
  readonly tokens: boolean;
}

const from = (least: Role): Rule => ({ least, tokens: true });
/** A token that leaks must not be able to make itself a successor or touch trust. */
const people = (least: Role): Rule => ({ least, tokens: false });

/** What people and their tokens may do. */
const rules = {
  'session.own': people('viewer'),
  'me.own': people('viewer'),
  'person.read': from('viewer'),
  'person.manage': people('admin'),
  'team.read': from('viewer'),
  'team.manage': people('manager'),
  'device.read': from('viewer'),
  'metrics.read': from('viewer'),
  'event.read': from('viewer'),
  'rule.read': from('viewer'),
  'rule.change': from('operator'),
  'docs.read': from('viewer'),
  'window.read': from('viewer'),
  'window.change': from('operator'),
  'notice.read': from('viewer'),
  'roster.read': from('viewer'),
  'roster.manage': from('manager'),
  'route.read': from('technician'),
  'route.manage': from('manager'),
  'channel.read': from('manager'),
  'channel.manage': people('admin'),
  'delivery.read': from('technician'),
  'device.change': from('technician'),
  'device.revoke': people('operator'),
  'incident.read': from('viewer'),
  'incident.act': from('technician'),
  'incident.targets': from('manager'),
  'problem.read': from('viewer'),
  'problem.change': from('operator'),
  'enrolment.read': from('operator'),
  'enrolment.create': people('operator'),
  'grant.publish': people('operator'),
  'token.read': from('admin'),
  'token.create': people('admin'),
  'token.revoke': people('admin'),
  'change.read': from('viewer'),
  /** People only: who plans and who approves must be two, and a token may be either's. */
  'change.plan': people('technician'),
  'change.approve': people('manager'),
  'audit.read': from('admin'),
  'trust.publish': people('admin'),
  'trust.read': from('viewer'),
  // The safe direction, and what only a key can sign: whoever carries it here matters less.
  'trust.refresh': from('operator'),
  'script.read': from('viewer'),
  'script.change': from('operator'),
  'script.publish': from('operator'),
  'order.read': from('viewer'),
  'order.draft': from('technician'),
  // The signature decides.
  'order.submit': from('operator'),
  'order.act': from('technician'),
  'run.read': from('technician'),
  'service.read': from('viewer'),
  'service.change': from('operator'),
  /** Addresses that show something to whoever has them. */
  'public.read': from('manager'),
  'public.manage': people('manager'),
  'level.read': from('viewer'),
  'level.change': from('manager'),
  'calendar.read': from('viewer'),
  'calendar.change': from('manager'),
  'capacity.read': from('viewer'),
  'capacity.change': from('manager'),
  /** Of oneself a technician's, of everybody a manager's. */
  'manpower.own': from('technician'),
  'manpower.read': from('manager'),
  'hand-over.read': from('technician'),
  'hand-over.note': people('technician'),
  'value.read': from('manager'),
  'value.change': from('manager'),
  'request.ask': people('viewer'),
  /** Those that one may see; all of one's sites only with the next one. */
  'request.list': from('viewer'),
  'request.read': from('technician'),
  'request.act': from('technician'),
  'request.approve': people('technician'),
  'request-item.read': from('viewer'),
  'request-item.change': from('operator'),
  'improvement.read': from('viewer'),
  'improvement.change': from('technician'),
  'project.read': from('manager'),
  'project.change': from('manager'),
  'report.read': from('viewer'),
  'report.make': from('viewer'),
  'report.plan': from('manager'),
  'brand.change': from('manager'),
  'view.read': from('viewer'),
  'view.change': people('viewer'),
  /** Those of others. */
  'view.manage': people('manager'),
} as const satisfies Record<string, Rule>;

/** What agents do, and people never. */
const agentRules = ['agent.enrol', 'agent.report'] as const;

type AgentPermission = (typeof agentRules)[number];
export type Permission = keyof typeof rules | AgentPermission;
export const permissions = [...(Object.keys(rules) as (keyof typeof rules)[]), ...agentRules];

/** Whether an actor may do something at all; where is another question (`allowSite`). */
export function isAllowed({ kind, role, scopes }: Actor, permission: Permission): boolean {
  if (kind === 'system') return true;
  if (scopes !== undefined && !scopes.includes(permission)) return false;
  if (isForAgents(permission)) return kind === 'agent';
  if (kind === 'agent') return false;
  const { least, tokens } = rules[permission];
  return (tokens || kind === 'person') && roles.indexOf(role) >= roles.indexOf(least);
}

/** @throws FettleError `not_allowed` */
export function allow(actor: Actor, permission: Permission): void {
  if (!isAllowed(actor, permission)) throw new FettleError('not_allowed', undefined, { permission });
}

/** Whether a token of this role may ever do it; what it names in `scopes` must be so. */
export function isForTokens(permission: string, role: Role): permission is Permission {
  if (!Object.hasOwn(rules, permission)) return false;
  const { least, tokens } = rules[permission as keyof typeof rules];
  return tokens && roles.indexOf(role) >= roles.indexOf(least);
}

/** Whether a role is no higher than another. */
export function isAtMost(role: Role, highest: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(highest);
}

/** An agent speaks for its own device only. @throws FettleError `not_allowed` */
export function allowAgent(actor: Actor, permission: AgentPermission, device: string): void {
  allow(actor, permission);
  if (actor.kind === 'agent' && actor.id !== `agent:${device}`) {
    throw new FettleError('not_allowed', 'An agent speaks for its own device only.', { permission });
  }
}

function isForAgents(permission: Permission): permission is AgentPermission {
  return (agentRules as readonly string[]).includes(permission);
}
