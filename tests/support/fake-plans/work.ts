/** Maintenance, invented and in memory: scripts, drafts, orders, runs, standing orders, trust, changes. */
import type { PlanBody } from '@fettle/shared/api/changes';
import type { OrderDetail, OrderDraft, OrderDraftBody } from '@fettle/shared/api/orders';
import type { ScriptDraftPut } from '@fettle/shared/api/scripts';
import { FettleError } from '@fettle/shared/errors';
import { approvalsAt, cellsOf, draftOf, orderOf, runItemOf, runsAt, standingAt } from './orders.ts';
import type { Asked } from './plans.ts';
import { olderBody, scriptsAt } from './scripts.ts';
import { changesAt, plansAt, trustAt } from './trust.ts';

const page = (items: unknown) => ({ items, next: null });
const now = () => Date.now();

export class FakeWork {
  readonly scripts = scriptsAt(now());
  readonly drafts = new Map<string, OrderDraft>();
  readonly runs = runsAt(now());
  readonly standing = standingAt(now());
  readonly plans = plansAt(now());
  trust = trustAt(now());
  approvals = approvalsAt(now());
  readonly orders = new Map<string, OrderDetail>(
    [
      orderOf('o38', 38, now()),
      orderOf('obig', 10_000, now()),
      orderOf('ohalt', 240, now(), {
        state: 'halted',
        why: '7 of 24 runs of ring 2 failed: 29 %, more than the 5 % at which it halts.',
        may: ['stop', 'continue'],
        title: 'Apply package updates',
      }),
      orderOf('owait', 38, now(), {
        state: 'waiting-approval',
        why: 'An approver must sign too.',
        may: ['approve'],
        command: 'fettle approve owait',
        title: 'Apply package updates',
        class: 'dangerous',
      }),
      orderOf('ofail', 1, now(), {
        state: 'ended',
        may: [],
        title: 'Restart a service',
        endedAt: now() - 10_000_000,
        rings: 1,
        ring: 0,
      }),
    ].map((one) => [one.id, one]),
  );

  /** Undefined: it is not about any of these. */
  answer(asked: Asked): unknown {
    const [, list = '', id, part, more] = asked.path.split('/');
    if (list === 'scripts') return this.#script(asked, id, part, more);
    if (list === 'orders' && id === 'drafts') return this.#draft(asked, part);
    if (list === 'orders') return this.#order(asked, id, part);
    if (list === 'runs') return id === undefined ? page(this.#runs(asked)) : this.runs.get(id);
    if (list === 'standing-orders') return id === undefined ? page([...this.standing.values()]) : this.standing.get(id);
    if (list === 'approvals') return page(this.approvals);
    if (list === 'trust') return this.trust;
    if (list === 'changes' && id === 'plans') return this.#plan(asked, part, more);
    if (list === 'changes') return page(changesAt(now()));
    return undefined;
  }

  #script(
    { method, body }: Asked,
    name: string | undefined,
    part: string | undefined,
    more: string | undefined,
  ): unknown {
    if (name === undefined) {
      return page(
        [...this.scripts.values()].map(({ current: _c, waiting: _w, versions: _v, command: _m, ...item }) => item),
      );
    }
    const kept = this.scripts.get(name);
    if (part === 'versions') {
      const version = kept?.versions.find((one) => one.version === Number(more));
      return version && { ...version, body: olderBody(name, version.version), envelope: {} };
    }
    if (part === 'draft' && method === 'PUT') {
      const put = body as ScriptDraftPut;
      if ((kept?.waiting?.version ?? 0) !== put.version) throw new FettleError('changed_meanwhile');
      const template = kept ?? {
        ...(this.scripts.get('rotate-certificates') as never as object),
        name,
        versions: [],
        current: null,
        published: null,
      };
      const after = {
        ...(template as NonNullable<typeof kept>),
        ...(kept ? {} : { title: put.body.title, summary: put.body.summary, origin: 'own' as const }),
        draft: true,
        waiting: { body: put.body, version: put.version + 1, changedBy: 'Ida Lund', changedAt: now() },
        command: `fettle script publish ${name}`,
      };
      this.scripts.set(name, after);
      return after;
    }
    if (part === 'draft' && kept) this.scripts.set(name, { ...kept, draft: false, waiting: null, command: null });
    if (part === 'restore' && kept) {
      const from = olderBody(name, (body as { from: number }).from);
      if (from)
        this.scripts.set(name, {
          ...kept,
          draft: true,
          waiting: { body: from, version: 1, changedBy: 'Ida Lund', changedAt: now() },
          command: `fettle script publish ${name}`,
        });
    }
    return this.scripts.get(name);
  }

  #draft({ method, body }: Asked, id: string | undefined): unknown {
    if (id === 'preview') return draftOf('', body as OrderDraftBody, 0, now());
    if (id === undefined && method === 'GET')
      return page(
        [...this.drafts.values()].map((one) => ({
          id: one.id,
          title: one.title,
          madeBy: one.madeBy.name,
          madeAt: one.madeAt,
          kind: one.what.kind,
        })),
      );
    const put = body as { body: OrderDraftBody; version: number } | undefined;
    const at = id ?? `f${this.drafts.size + 118}`;
    if (method === 'POST' || method === 'PUT') {
      if ((this.drafts.get(at)?.version ?? 0) !== put?.version) throw new FettleError('changed_meanwhile');
      this.drafts.set(at, draftOf(at, put.body, put.version + 1, now()));
    }
    if (method === 'DELETE') {
      this.drafts.delete(at);
      return {};
    }
    return this.drafts.get(at);
  }

  #order({ method, body, query }: Asked, id: string | undefined, part: string | undefined): unknown {
    if (id === undefined) {
      const state = query.get('state');
      return page([...this.orders.values()].filter((one) => state === null || one.state === state));
    }
    const kept = this.orders.get(id);
    if (!kept) return undefined;
    if (part === 'matrix') return { order: id, cells: cellsOf(kept.targets) };
    if (part === 'runs') {
      const state = query.get('state');
      const cells = cellsOf(kept.targets).filter((cell) => state === null || cell[2] === state);
      return page(cells.slice(0, 200).map((cell) => runItemOf(cell, id, now())));
    }
    if (part === 'act' && method === 'POST') {
      const { act } = body as { act: string };
      this.orders.set(id, {
        ...kept,
        state: act === 'stop' ? 'stopped' : 'running',
        may: [],
        why: null,
        version: kept.version + 1,
      });
    }
    return this.orders.get(id);
  }

  #runs({ query }: Asked): unknown[] {
    const [order, device] = [query.get('order'), query.get('device')];
    if (order !== null && device !== null) return [...this.runs.values()].slice(0, 1);
    return [...this.runs.values()];
  }

  #plan({ method, body }: Asked, id: string | undefined, part: string | undefined): unknown {
    if (id === undefined && method === 'GET') return page([...this.plans.values()]);
    const at = id ?? 'new-plan';
    const kept = this.plans.get(at);
    if (part === 'act' && kept) {
      const to = {
        approve: 'approved',
        refuse: 'refused',
        begin: 'under-way',
        finish: 'done',
        fail: 'failed',
        cancel: 'cancelled',
      } as const;
      const { act } = body as { act: keyof typeof to };
      this.plans.set(at, { ...kept, state: to[act], version: kept.version + 1, may: [] });
    } else if (method === 'POST' || method === 'PUT') {
      const put = body as { body: PlanBody; version: number };
      const [template] = plansAt(now()).values();
      if (template) this.plans.set(at, { ...template, ...put.body, id: at, version: put.version + 1 });
    }
    return this.plans.get(at);
  }
}
