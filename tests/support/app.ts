// The collector's own app over stores in memory, with a clock that the test moves.
import { type AppOptions, createApp } from '@fettle/collector/app';
import { makeSetupCode } from '@fettle/collector/domain/access/index';
import type { ServerLog } from '@fettle/collector/edge/http/server';
import { openRecords } from '@fettle/collector/store/open';
import { memorySeries } from '@fettle/collector/store/series-memory/store';
import type { Stores } from '@fettle/collector/store/stores';
import { newKey, signer } from '@fettle/shared/trust/keys';

const nothing = () => undefined;
/** A logger that keeps quiet; what fails shows in the answers. */
const silent: ServerLog = {
  level: 'silent',
  fatal: nothing,
  error: nothing,
  warn: nothing,
  info: nothing,
  debug: nothing,
  trace: nothing,
  silent: nothing,
  child: () => silent,
};

export class FakeClock {
  time = 1_750_000_000_000;
  now(): number {
    return this.time;
  }
  pass(ms: number): void {
    this.time += ms;
  }
}

export interface TestApp extends AsyncDisposable {
  readonly http: Awaited<ReturnType<typeof createApp>>['http'];
  readonly jobs: Awaited<ReturnType<typeof createApp>>['jobs'];
  /** What the gateway does for agents. */
  readonly agents: Awaited<ReturnType<typeof createApp>>['agents'];
  readonly orders: Awaited<ReturnType<typeof createApp>>['orders'];
  readonly requests: Awaited<ReturnType<typeof createApp>>['requests'];
  readonly clock: FakeClock;
  readonly stores: Stores;
  /** A fresh setup code. */
  setupCode(): Promise<string>;
  /** Resolves when what was found so far is durable and told. */
  settle(): Promise<void>;
}

/**
 * @param options `jobs: 'driven'`: timed work happens in `jobs.runDue`, after the clock was moved
 * @param before the same collector started again: with the stores and the clock of one that does nothing any more
 */
export async function testApp(
  options: Partial<
    Pick<
      AppOptions,
      | 'log'
      | 'pages'
      | 'jobs'
      | 'trustedProxy'
      | 'freeBytes'
      | 'onFindings'
      | 'requestsPerMinute'
      | 'noticeKey'
      | 'runs'
    >
  > = {},
  before?: Pick<TestApp, 'stores' | 'clock'>,
): Promise<TestApp> {
  const clock = before?.clock ?? new FakeClock();
  const stores = before?.stores ?? { ...(await openRecords({ sqlite: ':memory:' })), series: memorySeries() };
  const identity = signer(newKey().seed);
  const app = await createApp({
    stores,
    identity,
    clock,
    log: silent,
    plan: { raw: 14 * 86_400_000, five: 90 * 86_400_000, hour: 1_827 * 86_400_000 },
    ...options,
  });
  return {
    http: app.http,
    jobs: app.jobs,
    agents: app.agents,
    orders: app.orders,
    requests: app.requests,
    clock,
    stores,
    setupCode: async () => (await makeSetupCode({ store: stores.access, now: clock.now() })).code,
    settle: () => app.settle(),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

/** The `fettle` cookie that an answer sets, as a Cookie header. */
export function cookieOf(answer: { cookies: { name: string; value: string }[] }): string {
  const found = answer.cookies.find(({ name }) => name === 'fettle');
  if (!found) throw new Error('no session cookie');
  return `fettle=${found.value}`;
}
