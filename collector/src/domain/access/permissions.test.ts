import { type Role, roles } from '@fettle/shared/api/session';
import { describe, expect, test } from 'vitest';
import { allow, allowAgent, isAllowed, isForTokens, type Permission, permissions } from './permissions.ts';
import { type Actor, everywhere } from './types.ts';

const actor = (kind: Actor['kind'], role: Role = 'viewer'): Actor => ({
  kind,
  id: `${kind}:x`,
  role,
  scope: everywhere,
});

/** The whole matrix, written out: the least role of a person and of a token, null where nobody may. */
const matrix: Record<Permission, [person: Role | null, token: Role | null, agent: boolean]> = {
  'session.own': ['viewer', null, false],
  'me.own': ['viewer', null, false],
  'person.read': ['viewer', 'viewer', false],
  'person.manage': ['admin', null, false],
  'team.read': ['viewer', 'viewer', false],
  'team.manage': ['manager', null, false],
  'device.read': ['viewer', 'viewer', false],
  'metrics.read': ['viewer', 'viewer', false],
  'event.read': ['viewer', 'viewer', false],
  'rule.read': ['viewer', 'viewer', false],
  'rule.change': ['operator', 'operator', false],
  'docs.read': ['viewer', 'viewer', false],
  'window.read': ['viewer', 'viewer', false],
  'window.change': ['operator', 'operator', false],
  'notice.read': ['viewer', 'viewer', false],
  'roster.read': ['viewer', 'viewer', false],
  'roster.manage': ['manager', 'manager', false],
  'route.read': ['technician', 'technician', false],
  'route.manage': ['manager', 'manager', false],
  'channel.read': ['manager', 'manager', false],
  'channel.manage': ['admin', null, false],
  'delivery.read': ['technician', 'technician', false],
  'device.change': ['technician', 'technician', false],
  'device.revoke': ['operator', null, false],
  'incident.read': ['viewer', 'viewer', false],
  'incident.act': ['technician', 'technician', false],
  'incident.targets': ['manager', 'manager', false],
  'problem.read': ['viewer', 'viewer', false],
  'problem.change': ['operator', 'operator', false],
  'enrolment.read': ['operator', 'operator', false],
  'enrolment.create': ['operator', null, false],
  'grant.publish': ['operator', null, false],
  'token.read': ['admin', 'admin', false],
  'token.create': ['admin', null, false],
  'token.revoke': ['admin', null, false],
  'change.read': ['viewer', 'viewer', false],
  'change.plan': ['technician', null, false],
  'change.approve': ['manager', null, false],
  'audit.read': ['admin', 'admin', false],
  'trust.publish': ['admin', null, false],
  'trust.read': ['viewer', 'viewer', false],
  'trust.refresh': ['operator', 'operator', false],
  'script.read': ['viewer', 'viewer', false],
  'script.change': ['operator', 'operator', false],
  'script.publish': ['operator', 'operator', false],
  'order.read': ['viewer', 'viewer', false],
  'order.draft': ['technician', 'technician', false],
  'order.submit': ['operator', 'operator', false],
  'order.act': ['technician', 'technician', false],
  'run.read': ['technician', 'technician', false],
  'service.read': ['viewer', 'viewer', false],
  'service.change': ['operator', 'operator', false],
  'public.read': ['manager', 'manager', false],
  'public.manage': ['manager', null, false],
  'level.read': ['viewer', 'viewer', false],
  'level.change': ['manager', 'manager', false],
  'calendar.read': ['viewer', 'viewer', false],
  'calendar.change': ['manager', 'manager', false],
  'capacity.read': ['viewer', 'viewer', false],
  'capacity.change': ['manager', 'manager', false],
  'manpower.own': ['technician', 'technician', false],
  'manpower.read': ['manager', 'manager', false],
  'hand-over.read': ['technician', 'technician', false],
  'hand-over.note': ['technician', null, false],
  'value.read': ['manager', 'manager', false],
  'value.change': ['manager', 'manager', false],
  'request.ask': ['viewer', null, false],
  'request.list': ['viewer', 'viewer', false],
  'request.read': ['technician', 'technician', false],
  'request.act': ['technician', 'technician', false],
  'request.approve': ['technician', null, false],
  'request-item.read': ['viewer', 'viewer', false],
  'request-item.change': ['operator', 'operator', false],
  'improvement.read': ['viewer', 'viewer', false],
  'improvement.change': ['technician', 'technician', false],
  'project.read': ['manager', 'manager', false],
  'project.change': ['manager', 'manager', false],
  'report.read': ['viewer', 'viewer', false],
  'report.make': ['viewer', 'viewer', false],
  'report.plan': ['manager', 'manager', false],
  'brand.change': ['manager', 'manager', false],
  'view.read': ['viewer', 'viewer', false],
  'view.change': ['viewer', null, false],
  'view.manage': ['manager', null, false],
  'agent.enrol': [null, null, true],
  'agent.report': [null, null, true],
};

describe.each(permissions)('%s', (permission) => {
  const [person, token, agent] = matrix[permission];
  test.each(roles)('%s', (role) => {
    const has = (least: Role | null) => least !== null && roles.indexOf(role) >= roles.indexOf(least);
    expect(isAllowed(actor('person', role), permission)).toBe(has(person));
    expect(isAllowed(actor('token', role), permission)).toBe(has(token));
    expect(isAllowed(actor('agent', role), permission)).toBe(agent);
    expect(isAllowed(actor('system', role), permission)).toBe(true);
  });
});

test('allow throws not_allowed', () => {
  expect(() => allow(actor('person', 'viewer'), 'device.change')).toThrow(
    expect.objectContaining({ code: 'not_allowed' }),
  );
  expect(() => allow(actor('person', 'technician'), 'device.change')).not.toThrow();
});

test('an agent speaks for its own device only', () => {
  const agent: Actor = { ...actor('agent'), id: 'agent:dself' };
  expect(() => allowAgent(agent, 'agent.report', 'dself')).not.toThrow();
  expect(() => allowAgent(agent, 'agent.report', 'dother')).toThrow(expect.objectContaining({ code: 'not_allowed' }));
  expect(() => allowAgent(actor('system'), 'agent.report', 'dother')).not.toThrow();
  expect(() => allowAgent(actor('person', 'admin'), 'agent.report', 'dself')).toThrow();
});

test('a token with scopes may do those only, and of them only what its role may', () => {
  const scopes = ['device.read', 'device.change', 'person.manage'];
  const may = (role: Role) => permissions.filter((one) => isAllowed({ ...actor('token', role), scopes }, one));
  expect(may('viewer')).toEqual(['device.read']);
  expect(may('admin')).toEqual(['device.read', 'device.change']);
  expect(permissions.filter((one) => isAllowed({ ...actor('token', 'admin'), scopes: [] }, one))).toEqual([]);
});

test('what a token’s scopes may name', () => {
  expect(isForTokens('device.change', 'technician')).toBe(true);
  expect(isForTokens('device.change', 'viewer')).toBe(false);
  expect(isForTokens('person.manage', 'admin')).toBe(false);
  expect(isForTokens('agent.report', 'admin')).toBe(false);
  expect(isForTokens('toString', 'admin')).toBe(false);
});
