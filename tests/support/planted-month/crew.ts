import { acceptInvitation, invitePerson, Passwords, systemActor } from '@fettle/collector/domain/access/index';
import { startSession } from '@fettle/collector/domain/access/sessions';
import type { PersonId } from '@fettle/shared/ids';
import type { TestApp } from '../app.ts';
import { begin, type Human, people, zone } from './truths.ts';

const system = systemActor('test');
export type Ask = (method: 'GET' | 'POST' | 'PUT', url: string, body?: object) => Promise<unknown>;

/** Invited, and come in. */
export async function join({ stores }: TestApp): Promise<Record<Human, PersonId>> {
  const passwords = new Passwords({ memoryKiB: 64, passes: 1 });
  const ports = { store: stores.access, people: stores.people, now: begin, passwords };
  const made: Partial<Record<Human, PersonId>> = {};
  for (const name of people) {
    const role = name === 'Ida' ? 'admin' : 'technician';
    const invitee = { name, role, sites: 'all', selector: '', zone, contacts: [] } as const;
    const { code } = await invitePerson(ports, system, invitee);
    made[name] = (await acceptInvitation(ports, { code, password: 'correct horse battery staple' })).person.id;
  }
  return made as Record<Human, PersonId>;
}

/** Asks the real API as one of them. */
export function asker(app: TestApp, who: PersonId): Ask {
  return async (method, url, body) => {
    const person = await app.stores.access.person(who);
    if (person === null) throw new Error(`no person ${who}`);
    const { cookie } = await startSession({ store: app.stores.access, now: app.clock.now() }, person);
    const headers = { cookie: `fettle=${cookie}` };
    const answer = await app.http.inject({ method, url, headers, ...(body && { payload: body }) });
    if (answer.statusCode >= 300)
      throw new Error(`${method} ${url}: ${answer.statusCode} ${answer.body.slice(0, 500)}`);
    return answer.headers['content-type']?.toString().includes('json') ? answer.json<unknown>() : answer.rawPayload;
  };
}
