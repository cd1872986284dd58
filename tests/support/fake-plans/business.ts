/** What a fleet means for the business, invented and in memory: saved views, services, levels, links. */
import type { SavedView, SavedViewPut } from '@fettle/shared/api/views';
import { FettleError } from '@fettle/shared/errors';
import type { Asked } from './plans.ts';

const page = (items: unknown) => ({ items, next: null });
const ida = { id: 'p1', name: 'Ida Lund' };

export class FakeBusiness {
  readonly views = new Map<string, SavedView>();

  /** Undefined: it is not about any of these. */
  answer(asked: Asked): unknown {
    const [, list = '', id] = asked.path.split('/');
    if (list === 'views') return this.#view(asked, id);
    return undefined;
  }

  #view({ method, query, body }: Asked, id: string | undefined): unknown {
    if (method === 'DELETE') {
      if (this.views.get(id ?? '')?.version !== Number(query.get('version')))
        throw new FettleError('changed_meanwhile');
      this.views.delete(id ?? '');
      return {};
    }
    if (method === 'GET') return page([...this.views.values()].toSorted((a, b) => a.name.localeCompare(b.name)));
    const put = body as SavedViewPut;
    const key = id ?? `v${this.views.size + 1}`;
    const after = { id: key, ...put, by: ida, changedAt: Date.now(), mayChange: true, version: put.version + 1 };
    this.views.set(key, after);
    return after;
  }
}
