/** A collector and the agent's program within a systemd of one's own: what an endpoint and its collector are. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from '../../support/fettle.ts';
import { type Answer, checkoutInside, Systemd } from '../../support/systemd.ts';

const buildProgram = fileURLToPath(new URL('../../../scripts/build-agent.ts', import.meta.url));
const program = checkoutInside;
export const node = `${program}/node_modules/.bin/node`;
/** The bundle: it is what a service is given. */
const agentMain = `${program}/dist/agent.mjs`;
const port = 8420;
export const unit = 'fettle-agent.service';

export interface Status {
  readonly device: string;
  readonly running: boolean;
  readonly service: string | null;
  readonly last: {
    readonly pid: number;
    readonly time: number;
    readonly startedAt: number;
    readonly interval: number;
    readonly link: { readonly state: string; readonly since: number };
    readonly unavailable: readonly { readonly family: string }[];
  } | null;
}

export class Place implements AsyncDisposable {
  readonly systemd: Systemd;
  readonly url = `http://127.0.0.1:${port}`;
  #token: string | undefined;
  readonly #env = ['FETTLE_DATA=/srv/fettle/data', 'FETTLE_HOME=/srv/fettle/home', `FETTLE_PORT=${port}`];

  private constructor(systemd: Systemd) {
    this.systemd = systemd;
  }

  static async make(): Promise<Place> {
    execFileSync(process.execPath, [buildProgram]);
    const place = new Place(await Systemd.boot());
    await place.fettle('setup', '--solo', '--json');
    return place;
  }

  /** Runs `fettle …` to its end, as root. */
  fettle(...args: readonly string[]): Promise<string> {
    return this.systemd.ask('env', ...this.#env, node, `${program}/collector/src/main.ts`, ...args);
  }

  /** Runs `fettle-agent …` to its end, as root or as somebody else. */
  agent(...args: readonly string[]): Promise<Answer> {
    return this.systemd.run(node, agentMain, ...args);
  }
  agentAs(user: string, ...args: readonly string[]): Promise<Answer> {
    return this.systemd.runAs(user, node, agentMain, ...args);
  }

  async startCollector(): Promise<void> {
    const main = `${program}/collector/src/main.ts`;
    const env = this.#env.map((pair) => `--setenv=${pair}`);
    await this.systemd.ask('systemd-run', '--quiet', '--unit=collector', ...env, node, main, 'collector');
    const ask = `fetch('${this.url}/readyz').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))`;
    await until('the collector', async () => (await this.systemd.run(node, '-e', ask)).code === 0);
  }

  async stopCollector(): Promise<void> {
    await this.systemd.ask('systemctl', 'stop', 'collector.service');
  }

  /** Does something while there is no checkout for those who come anew. */
  async withoutCheckout(work: () => Promise<void>): Promise<void> {
    const aside = '/srv/aside';
    await this.systemd.ask('mkdir', aside);
    await this.systemd.ask('mount', '--bind', program, aside);
    await this.systemd.ask('umount', '--lazy', program);
    try {
      await work();
    } finally {
      await this.systemd.ask('mount', '--bind', aside, program);
    }
  }

  async token(): Promise<string> {
    return (JSON.parse(await this.fettle('token', 'enrol', '--json')) as { token: string }).token;
  }

  /** Starts another agent over another folder as root, without any hardening. @returns its device */
  async startRootAgent(folder: string): Promise<string> {
    const enrolled = await this.agent(
      'enrol',
      '--collector',
      this.url,
      '--token',
      await this.token(),
      '--data',
      folder,
      '--json',
    );
    const run = [node, agentMain, 'run', '--data', folder, '--interval', '1s'];
    await this.systemd.run('systemctl', 'stop', 'root-agent');
    await this.systemd.ask('systemd-run', '--quiet', '--unit=root-agent', ...run);
    return (JSON.parse(enrolled.stdout) as { device: string }).device;
  }

  /** The items of the API, as an administrator's token sees them. */
  async items<Item>(path: string): Promise<Item[]> {
    this.#token ??= (
      JSON.parse(await this.fettle('token', 'create', '--role', 'admin', '--json')) as { token: string }
    ).token;
    const get = `fetch('${this.url}${path}', { headers: { authorization: 'Bearer ${this.#token}' } })
      .then((answer) => answer.text()).then((text) => process.stdout.write(text))`;
    return (JSON.parse(await this.systemd.ask(node, '-e', get)) as { items: Item[] }).items;
  }

  /** What any local user is told. */
  async status(): Promise<Status> {
    const { code, stdout, stderr } = await this.agentAs('nobody', 'status', '--json');
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Status;
  }

  async property(name: string): Promise<string> {
    return (await this.systemd.ask('systemctl', 'show', '--value', `--property=${name}`, unit)).trim();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.systemd[Symbol.asyncDispose]();
  }
}
