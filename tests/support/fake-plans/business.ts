/** What a fleet means for the business, invented and in memory: saved views, services, levels, calendars, links, the month. */
import type { CalendarPut, ObjectivePut } from '@fettle/shared/api/levels';
import type { PublicLink, Service, ServicePut } from '@fettle/shared/api/services';
import type { SavedView, SavedViewPut } from '@fettle/shared/api/views';
import { FettleError } from '@fettle/shared/errors';
import { monthOf } from './month.ts';
import type { Asked } from './plans.ts';
import { calendarsAt, historyOf, levelsOf, linksAt, mapOf, objectivesAt, servicesAt } from './services.ts';

const page = (items: unknown) => ({ items, next: null });
const ida = { id: 'p1', name: 'Ida Lund' };
interface Versioned {
  readonly version: number;
}

export class FakeBusiness {
  readonly views = new Map<string, SavedView>();
  readonly services = servicesAt(Date.now());
  readonly calendars = calendarsAt();
  readonly objectives = objectivesAt();
  readonly links = linksAt(Date.now());

  /** Undefined: it is not about any of these. */
  answer(asked: Asked): unknown {
    const [, list = '', id, part] = asked.path.split('/');
    if (list === 'views') return this.#view(asked, id);
    if (list === 'services') return this.#service(asked, id, part);
    if (list === 'calendars') return this.#kept(asked, this.calendars, id, (put) => put as CalendarPut);
    if (list === 'objectives') return this.#kept(asked, this.objectives, id, (put) => put as ObjectivePut);
    if (list === 'public-links') return this.#link(asked, id);
    if (list === 'levels') {
      const service = asked.query.get('service');
      const all = levelsOf(this.objectives, this.services, Date.now(), Number(asked.query.get('periods') ?? 1));
      return page(all.filter((one) => service === null || one.service === service));
    }
    if (list === 'value-settings')
      return {
        currency: 'EUR',
        hourlyRate: 4_500,
        toolCostPerMonth: 0,
        toolHoursPerMonth: 0,
        deviceCosts: [],
        scriptMinutes: {},
        version: 1,
      };
    if (list === 'report-preview' && asked.query.get('kind') === 'executive')
      return monthOf(Number(asked.query.get('at') ?? Date.now() - 30 * 86_400_000), Date.now());
    return undefined;
  }

  #service(asked: Asked, id: string | undefined, part: string | undefined): unknown {
    const { query } = asked;
    if (id === 'map') return mapOf(this.services);
    const kept = this.services.get(id ?? '');
    if (part === 'history' && kept) return historyOf(kept, Number(query.get('from')), Number(query.get('to')));
    return this.#kept(asked, this.services, id, (put) => {
      const body = put as ServicePut;
      const shown: Omit<Service, 'id' | 'version'> = {
        ...(kept ?? { ...([...this.services.values()][4] as Service), countedFrom: Date.now(), since: Date.now() }),
        ...body,
        partStates: body.parts.map(({ name }) => ({ name, members: 1, out: 0, met: true })),
      };
      return { ...shown, version: body.version };
    });
  }

  #link(asked: Asked, id: string | undefined): unknown {
    if (asked.method !== 'POST') return this.#kept(asked, this.links, id, (put) => put as PublicLink);
    const made = {
      ...(asked.body as PublicLink),
      id: `l${this.links.size + 1}`,
      createdAt: Date.now(),
      lastUsedAt: null,
      version: 1,
    };
    this.links.set(made.id, made);
    return { link: made, address: `/status/${'0123456789abcdef'.repeat(2)}` };
  }

  #kept<Kept extends Versioned>(
    { method, query, body }: Asked,
    all: Map<string, Kept>,
    id: string | undefined,
    shown: (put: unknown) => object & Versioned,
  ): unknown {
    if (id === undefined) return page([...all.values()]);
    const kept = all.get(id);
    if (method === 'PUT') {
      const put = shown(body);
      if ((kept?.version ?? 0) !== put.version) throw new FettleError('changed_meanwhile');
      const after = { ...kept, ...put, id, version: put.version + 1 } as unknown as Kept;
      all.set(id, after);
      return after;
    }
    if (method !== 'DELETE') return kept;
    if (kept?.version !== Number(query.get('version'))) throw new FettleError('changed_meanwhile');
    all.delete(id);
    return {};
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
