/** The confirmation origin: the only place where the passphrase is typed. What it shows is made here, of the bytes that are signed. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { FettleError } from '@fettle/shared/errors';
import type { AskedSecret } from '../compose/action.ts';
import type { Desk } from '../desk.ts';
import { openKey } from '../keys.ts';
import type { Done, Prepared } from '../prepared.ts';
import { wholeText } from '../reach/client.ts';
import { confirmHeaders, refusal } from './doors.ts';
import { donePage, type Frame, paperPage, problemPage, reasonPage, secretsPage, style } from './pages.ts';
import { isSecret, newSecret } from './secret.ts';
import { type Started, subjects } from './subjects.ts';

/** So long a page may wait for its passphrase, and so many pages at once. */
const goodMs = 15 * 60_000;
const mostTickets = 64;
const mostBody = 65_536;

type Waiting =
  | { readonly kind: 'prepared'; readonly prepared: Prepared; readonly until: number }
  | { readonly kind: 'asks'; readonly started: Exclude<Started, { kind: 'prepared' }>; readonly until: number };

interface Answer {
  readonly status: number;
  readonly html: string;
  readonly kind: keyof typeof headers;
}

/** What is known once both origins listen. */
export interface Where {
  readonly origin: string;
  readonly frame: Frame;
  /** Whose key it is. */
  readonly person: string;
}

export interface ConfirmServer {
  readonly server: Server;
  /** Path under which everything lies, with a slash at both ends. */
  readonly base: string;
}

const styleHash = createHash('sha256').update(style).digest('base64');
const headers = { stays: confirmHeaders(styleHash, false), leaves: confirmHeaders(styleHash, true) };

export function createConfirmServer(desk: Desk, where: () => Where): ConfirmServer {
  const base = `/${newSecret()}/`;
  const counter = new Counter(desk, base, where);
  const server = createServer((request, response) => {
    void counter.answer(request, response).catch((error: unknown) => {
      const why = error instanceof FettleError ? error.message : 'This went wrong here. The terminal says more.';
      if (!(error instanceof FettleError)) process.stderr.write(`${(error as Error).stack}\n`);
      show(response, 400, problemPage(why, where().frame));
    });
  });
  return { server, base };
}

function show(response: ServerResponse, status: number, html: string, kind: keyof typeof headers = 'stays'): void {
  if (!response.headersSent) response.writeHead(status, headers[kind]);
  response.end(html);
}

class Counter {
  readonly #desk: Desk;
  readonly #base: string;
  readonly #where: () => Where;
  readonly #waiting = new Map<string, Waiting>();
  /** One signature after the other: opening a key takes 64 MiB for a moment. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(desk: Desk, base: string, where: () => Where) {
    this.#desk = desk;
    this.#base = base;
    this.#where = where;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { origin, frame } = this.#where();
    const { method = '' } = request;
    const why = refusal({ origin, linked: true }, { method, headers: request.headers });
    if (why !== null) return show(response, 403, problemPage(why, frame));
    const url = URL.parse(request.url ?? '/', origin);
    const [, token, name, ...more] = (url?.pathname ?? '').split('/');
    if (url === null || more.length > 0 || !isSecret(this.#base, `/${token}/`))
      return show(
        response,
        404,
        problemPage(
          'There is nothing at this address. Open the console by the address that `fettle console` printed.',
          frame,
        ),
      );
    if (method === 'GET') return show(response, 200, await this.#begin(name ?? '', url.searchParams));
    if (method === 'POST' && name === 'go') {
      const { status, html, kind } = await this.#go(await formOf(request));
      return show(response, status, html, kind);
    }
    return show(response, 404, problemPage('There is nothing at this address.', frame));
  }

  async #begin(name: string, query: URLSearchParams): Promise<string> {
    const start = Object.hasOwn(subjects, name) ? subjects[name as keyof typeof subjects] : undefined;
    if (start === undefined) throw new FettleError('not_found', 'There is nothing at this address.');
    return this.#ask(await start(this.#desk, query));
  }

  #ask(started: Started): string {
    const until = this.#desk.now() + goodMs;
    const { frame } = this.#where();
    if (started.kind === 'prepared') {
      const ticket = this.#keep({ kind: 'prepared', prepared: started.prepared, until });
      return this.#paper(started.prepared, ticket, null);
    }
    const form = { action: `${this.#base}go`, ticket: this.#keep({ kind: 'asks', started, until }) };
    return started.kind === 'secrets'
      ? secretsPage(started.asked, form, frame)
      : reasonPage(started.title, form, frame);
  }

  #paper({ paper }: Prepared, ticket: string, wrong: string | null): string {
    const { person, frame } = this.#where();
    const form = { action: `${this.#base}go`, ticket, sealed: this.#desk.key.sealed, person, wrong };
    return paperPage(paper, form, frame);
  }

  #keep(waiting: Waiting): string {
    const now = this.#desk.now();
    for (const [ticket, { until }] of this.#waiting) if (until <= now) this.#waiting.delete(ticket);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size >= mostTickets && oldest !== undefined) this.#waiting.delete(oldest);
    const ticket = newSecret();
    this.#waiting.set(ticket, waiting);
    return ticket;
  }

  /** A ticket is good once; after a wrong passphrase there is a new one, for the same bytes. */
  async #go(form: URLSearchParams): Promise<Answer> {
    const ticket = form.get('ticket') ?? '';
    const waiting = this.#waiting.get(ticket);
    this.#waiting.delete(ticket);
    if (waiting === undefined || waiting.until <= this.#desk.now())
      throw new FettleError(
        'changed_meanwhile',
        'This page was used already, or it waited too long. Open it again from the dashboard.',
      );
    if (waiting.kind === 'asks')
      return {
        status: 200,
        html: this.#ask({ kind: 'prepared', prepared: await given(waiting.started, form) }),
        kind: 'stays',
      };
    const { prepared } = waiting;
    const { count } = prepared.paper;
    if (count !== null && form.get('count')?.trim() !== String(count))
      return this.#again(waiting, 'That is not the number of targets. Nothing was signed.');
    try {
      const done = await this.#inTurn(() => this.#sign(prepared, form.get('passphrase')));
      return { status: 200, html: donePage(done, this.#where().frame), kind: 'leaves' };
    } catch (error) {
      if (error instanceof FettleError && error.code === 'key_unreadable')
        return this.#again(waiting, 'The passphrase is wrong. Nothing was signed.');
      throw error;
    }
  }

  #again(waiting: Extract<Waiting, { kind: 'prepared' }>, wrong: string): Answer {
    return { status: 400, html: this.#paper(waiting.prepared, this.#keep(waiting), wrong), kind: 'stays' };
  }

  async #sign(prepared: Prepared, passphrase: string | null): Promise<Done> {
    const { home, key } = this.#desk;
    return prepared.sign(await openKey(home, key.name, passphrase));
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(work, work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

async function given(started: Exclude<Started, { kind: 'prepared' }>, form: URLSearchParams): Promise<Prepared> {
  if (started.kind === 'reason') return started.prepare((form.get('reason') ?? '').trim());
  return started.prepare(secretsIn(started.asked, form));
}

function secretsIn(asked: readonly AskedSecret[], form: URLSearchParams): Map<string, string> {
  return new Map(
    asked.flatMap(({ place }) => {
      const value = form.get(`secret:${place}`) ?? '';
      return value === '' ? [] : [[place, value] as const];
    }),
  );
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type))
    throw new FettleError('input_invalid', 'This is no form of this page.');
  return new URLSearchParams(await wholeText(request, mostBody));
}
