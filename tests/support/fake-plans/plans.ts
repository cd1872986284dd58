/** What people keep with a collector, invented: rules, windows, rosters, routes, channels, deliveries, problems. In memory. */
import type { BackTestQuery, RulePut } from '@fettle/shared/api/rules';
import type {
  ChannelPut,
  Heartbeat,
  HeartbeatPut,
  OverrideCreate,
  RosterPut,
  RoutePut,
} from '@fettle/shared/api/notices';
import type { ProblemChange } from '@fettle/shared/api/problems';
import type { WindowPut } from '@fettle/shared/api/windows';
import { FettleError } from '@fettle/shared/errors';
import { FakeBusiness } from './business.ts';
import { FakeReports } from './reports.ts';
import { channelsAt, deliveriesAt, people, rostersAt, routesAt, teams, turnsOf, withStanding } from './notices.ts';
import { linkedTo, problemsAt } from './problems.ts';
import { backTestOf, ruleOf, rulesAt } from './rules.ts';
import { spansOf, windowOf, windowsAt } from './windows.ts';
import { FakeWork } from './work.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

const page = (items: unknown) => ({ items, next: null });
interface Versioned {
  readonly version: number;
}

/** What is put must be of the version that was read. */
function stands(kept: Versioned | undefined, version: number): number {
  if ((kept?.version ?? 0) !== version) throw new FettleError('changed_meanwhile');
  return version + 1;
}

export class FakePlans {
  readonly rules = rulesAt(Date.now());
  readonly windows = windowsAt(Date.now());
  readonly rosters = rostersAt(Date.now());
  readonly routes = routesAt();
  readonly channels = channelsAt(Date.now());
  readonly problems = problemsAt(Date.now());
  /** Scripts, orders, trust and what else maintenance is made of. */
  readonly work = new FakeWork();
  readonly business = new FakeBusiness();
  readonly made = new FakeReports();
  heartbeat: Heartbeat = {
    url: 'https://watch.example.com/ping',
    everyMs: 300_000,
    last: { time: Date.now() - 60_000, ok: true, answer: '200 OK' },
    version: 1,
  };

  /** Undefined: it is not about any of these. */
  answer(asked: Asked): unknown {
    const [, list = '', id, part] = asked.path.split('/');
    const work = this.work.answer(asked) ?? this.business.answer(asked) ?? this.made.answer(asked);
    if (work !== undefined) return work;
    if (list === 'rules') return this.#rule(asked, id);
    if (list === 'windows') return this.#window(asked, id);
    if (list === 'rosters') return this.#roster(asked, id, part);
    if (list === 'routes') return this.#kept(asked, this.routes, id);
    if (list === 'channels') return this.#channel(asked, id, part);
    if (list === 'problems') return this.#problem(asked, id);
    if (list === 'heartbeat') return this.#beat(asked);
    if (list === 'people') return page(people);
    if (list === 'teams') return page(teams);
    if (list === 'deliveries') {
      const state = asked.query.get('state');
      return page(deliveriesAt(Date.now()).filter((one) => state === null || one.state === state));
    }
    if (list === 'incidents' && asked.query.has('problem')) {
      const problem = this.problems.get(asked.query.get('problem') ?? '');
      return page(problem ? linkedTo(problem, Date.now()) : []);
    }
    return undefined;
  }

  #beat({ method, body }: Asked): Heartbeat {
    if (method !== 'PUT') return this.heartbeat;
    const put = body as HeartbeatPut;
    this.heartbeat = { ...this.heartbeat, ...put, version: stands(this.heartbeat, put.version) };
    return this.heartbeat;
  }

  #rule({ method, query, body }: Asked, id: string | undefined): unknown {
    const now = Date.now();
    if (id === undefined) return page([...this.rules.values()]);
    if (id === 'back-test') {
      const asked = body as BackTestQuery;
      return backTestOf(asked, this.rules.get(asked.id ?? ''), now);
    }
    const kept = this.rules.get(id);
    if (method === 'PUT') {
      const { version, ...rule } = body as RulePut;
      if (rule.name === 'refused') throw new FettleError('input_invalid', 'name: This name is refused.');
      const after = ruleOf(id, rule, stands(kept, version), 'person', now);
      this.rules.set(id, after);
      return after;
    }
    return method === 'DELETE' ? this.#remove(this.rules, id, query) : kept;
  }

  #window({ method, query, body }: Asked, id: string | undefined): unknown {
    const now = Date.now();
    if (id === undefined) return page([...this.windows.values()]);
    if (id === 'spans') {
      const [from, to] = [Number(query.get('from')), Number(query.get('to'))];
      const on = [...this.windows.values()].filter(({ enabled }) => enabled);
      return page(on.flatMap((one) => spansOf(one.id, one, from, to)).toSorted((a, b) => a.from - b.from));
    }
    const kept = this.windows.get(id);
    if (method === 'PUT') {
      const { version, ...window } = body as WindowPut;
      const after = windowOf(id, window, stands(kept, version), now);
      this.windows.set(id, after);
      return after;
    }
    return method === 'DELETE' ? this.#remove(this.windows, id, query) : kept;
  }

  #roster(asked: Asked, id: string | undefined, part: string | undefined): unknown {
    const { method, query, body, path } = asked;
    const kept = this.rosters.get(id ?? '');
    if (kept && part === 'turns') return page(turnsOf(kept, Number(query.get('from')), Number(query.get('to'))));
    if (kept && part === 'overrides') {
      const added = { id: `o${Date.now()}`, ...(body as OverrideCreate) };
      const overrides =
        method === 'POST' ? [...kept.overrides, added] : kept.overrides.filter((one) => !path.endsWith(one.id));
      this.rosters.set(kept.id, withStanding({ ...kept, overrides }, Date.now()));
      return {};
    }
    if (method === 'PUT' && id !== undefined) {
      const put = body as RosterPut;
      const before = kept ?? { overrides: [], now: null, next: null };
      const after = { ...before, ...put, id, version: stands(kept, put.version) };
      this.rosters.set(id, withStanding(after, Date.now()));
      return this.rosters.get(id);
    }
    return this.#kept(asked, this.rosters, id);
  }

  #channel(asked: Asked, id: string | undefined, part: string | undefined): unknown {
    const kept = this.channels.get(id ?? '');
    if (kept && part === 'test') {
      const ok = kept.id !== 'chat';
      const answer = ok ? '250 2.0.0 Ok: queued as 5C2B' : '503 Service Unavailable';
      this.channels.set(kept.id, { ...kept, last: { time: Date.now(), ok, answer } });
      return { ok, answer, tookMs: 412 };
    }
    if (asked.method === 'PUT' && id !== undefined) {
      const { secret, ...put } = asked.body as ChannelPut;
      const secretSet = secret === undefined ? (kept?.secretSet ?? false) : secret !== '';
      const after = { last: kept?.last ?? null, ...put, id, secretSet, version: stands(kept, put.version) };
      this.channels.set(id, after);
      return after;
    }
    return this.#kept(asked, this.channels, id);
  }

  #problem({ method, body }: Asked, id: string | undefined): unknown {
    if (id === undefined) return page([...this.problems.values()]);
    const kept = this.problems.get(id);
    if (!kept || method !== 'PATCH') return kept;
    const { version, owner, ...some } = body as ProblemChange;
    const person = people.find((one) => one.id === owner);
    const named = owner === undefined ? {} : { owner: person ? { id: person.id, name: person.name } : null };
    const after = { ...kept, ...some, ...named, version: stands(kept, version) };
    this.problems.set(id, after);
    return after;
  }

  #kept<Kept extends Versioned>(
    { method, query, body }: Asked,
    all: Map<string, Kept>,
    id: string | undefined,
  ): unknown {
    if (id === undefined) return page([...all.values()]);
    if (method === 'PUT') {
      const put = body as RoutePut;
      const after = { ...put, id, version: stands(all.get(id), put.version) } as unknown as Kept;
      all.set(id, after);
      return after;
    }
    return method === 'DELETE' ? this.#remove(all, id, query) : all.get(id);
  }

  #remove<Kept extends Versioned>(all: Map<string, Kept>, id: string, query: URLSearchParams): unknown {
    stands(all.get(id), Number(query.get('version')));
    all.delete(id);
    return {};
  }
}
