/** People at a machine whose agent is a hardened service of another user: what they ask, what runs, and what they are told. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../support/fettle.ts';
import { patience } from '../../support/patience.ts';
import { withSystemd } from '../../support/systemd.ts';
import { type Approver, asJson, prepare, requestsOf, type Told, toldThat, typed } from './asking-inside.ts';
import { node, Place, unit } from './place.ts';

const data = '/var/lib/fettle-agent';
const spool = `${data}/asks/in`;

withSystemd().describe('people at a machine whose agent is a service', () => {
  let place: Place;
  let approver: Approver;
  /** What mia asked first. */
  let key = '';

  beforeAll(async () => {
    place = await Place.make();
    await place.startCollector();
    const token = await place.token();
    const installed = await place.agent('install', '--collector', place.url, '--token', token, '--interval', '1s');
    expect([installed.code, installed.stderr]).toEqual([0, '']);
    approver = await prepare(place, ['mia', 'tom']);
  }, 10 * patience);
  afterAll(async () => place?.[Symbol.asyncDispose]());

  const as = (user: string, ...args: readonly string[]) => typed(place, user, ...args);
  const shell = (user: string, line: string) => place.systemd.runAs(user, 'sh', '-c', line);

  test('see what may be asked for as soon as it is in the catalogue', async () => {
    const listed = await until('the list', async () => {
      const { code, stdout } = await as('mia', 'ask');
      expect(code).toBe(0);
      return stdout.startsWith('greeting: A greeting\n') ? stdout : null;
    });
    expect(listed).toContain('    --answer whom=…  Whom to greet?');
    expect(await asJson(place, 'mia', 'ask')).toMatchObject({
      items: [{ id: 'greeting', questions: [{ id: 'whom' }] }],
    });
    expect((await as('mia', 'asked')).stdout).toMatch(/^You have asked for nothing here\./);
  });

  test('are told what to do where it is asked wrongly, and nothing comes of it', async () => {
    for (const [args, why] of [
      [['ask', 'greetin'], /“greetin” cannot be asked for here\. What can: greeting\. .*--trouble/],
      [['ask', 'greeting'], /“Whom to greet\?” must be answered: fettle-agent ask greeting --answer whom=…/],
      [['ask', 'greeting', '--answer', 'who=Ada'], /“greeting” asks no “who”\. It asks: whom\./],
      [['ask', 'greeting', '--answer', 'Ada'], /question=answer/],
      [['ask', '--trouble', ' '], /Say what it is/],
      [['asked', 'x'], /32 characters/],
    ] as const) {
      const { code, stdout, stderr } = await as('mia', ...args);
      expect([args.join(' '), code, stdout]).toEqual([args.join(' '), 2, '']);
      expect(stderr).toMatch(why);
    }
    expect(await requestsOf(approver)).toEqual([]);
  });

  test('ask; somebody approves, an operator signs, root’s executor runs it, and who asked is told', async () => {
    const asked = await asJson<Told>(place, 'mia', 'ask', 'greeting', '--answer', 'whom=Ada');
    expect(asked).toMatchObject({ state: 'waiting', item: 'greeting', id: expect.stringMatching(/^r/) });
    key = asked.key;
    const [request] = await requestsOf(approver);
    const uid = (await place.systemd.ask('id', '-u', 'mia')).trim();
    expect(request).toMatchObject({
      id: asked.id,
      asker: { kind: 'endpoint', id: uid, name: 'mia' },
      answers: { whom: 'Ada' },
      state: 'waiting',
    });
    expect(request?.attached.map(({ title }) => title)).toContain('Busiest processes');
    const approved = await approver<{ draft: string | null }>('POST', `/api/v1/requests/${asked.id}/act`, {
      act: 'approve',
      note: '',
      version: request?.version,
    });
    await toldThat(place, 'mia', key, 'approved');
    // Nobody signed it: nothing runs.
    expect((await place.systemd.run('cat', '/srv/greetings')).code).not.toBe(0);
    await place.fettle('order', 'sign', String(approved.draft), '--yes');
    const end = await toldThat(place, 'mia', key, 'done');
    expect(end.words).toBe('Done. It said: hello Ada');
    expect(await place.systemd.ask('cat', '/srv/greetings')).toBe('hello Ada\n');
    expect((await as('mia', 'asked')).stdout).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d {2}greeting \(r\w+\): done\n {4}Done\. It said: hello Ada\n$/,
    );
  });

  test('report a trouble, which becomes an incident, and hear how it was resolved', async () => {
    const asked = await asJson<Told>(place, 'tom', 'ask', '--trouble', 'The printer prints nothing');
    const [request] = await requestsOf(approver);
    expect(request).toMatchObject({
      id: asked.id,
      item: null,
      title: 'The printer prints nothing',
      asker: { name: 'tom' },
    });
    const opened = await approver<{ incident: string }>('POST', `/api/v1/requests/${asked.id}/act`, {
      act: 'open-incident',
      note: '',
      version: request?.version,
    });
    const incident = await approver<{ version: number }>('GET', `/api/v1/incidents/${opened.incident}`);
    await approver('POST', '/api/v1/incidents/act', {
      incidents: [{ id: opened.incident, version: incident.version }],
      act: { kind: 'resolve', note: 'The cable was loose.' },
    });
    expect((await toldThat(place, 'tom', asked.key, 'done')).words).toContain('The cable was loose.');
  });

  test('do not read, list, take away or forge what another asks', async () => {
    expect((await asJson<{ items: Told[] }>(place, 'tom', 'asked')).items.map((one) => one.key)).not.toContain(key);
    await place.systemd.ask('systemctl', 'stop', unit);
    const late = await as('mia', 'ask', 'greeting', '--answer', 'whom=Bob', '--json');
    const waiting = (JSON.parse(late.stdout) as Told).key;
    for (const line of [
      `ls ${spool}`,
      `ls ${data}/asks/told`,
      `ls ${data}/asks/kept`,
      `rm ${spool}/${waiting}.json`,
      `mv ${spool}/${waiting}.json ${spool}/${'0'.repeat(32)}.json`,
      `echo '{}' > ${spool}/${waiting}.json`,
      `echo x > ${data}/asks/told/${key}.json`,
      'cat /home/mia/.local/state/fettle-agent/asked.json',
    ]) {
      expect([line, (await shell('tom', line)).code]).not.toEqual([line, 0]);
    }
    // Links to what only the agent or root may read, and a pipe that nobody writes.
    const body = `{"item":null,"title":"","text":"I am mia","answers":{}}`;
    await shell(
      'tom',
      `echo '${body}' > ${spool}/${'a'.repeat(32)}.json; ln -s ${data}/device.json ${spool}/${'b'.repeat(32)}.json; mkfifo ${spool}/${'c'.repeat(32)}.json`,
    );
    await place.systemd.ask('systemctl', 'start', unit);
    await toldThat(place, 'mia', waiting, 'waiting');
    const found = await until('what tom wrote by hand', async () => {
      const all = await requestsOf(approver);
      return all.some(({ text }) => text === 'I am mia') ? all : null;
    });
    // Whose file it is says who asks.
    expect(found.find(({ text }) => text === 'I am mia')?.asker.name).toBe('tom');
    expect(found).toHaveLength(4);
    expect((await place.systemd.ask('sh', '-c', `ls ${spool}`)).trim()).toBe('');
  });

  test('ask while the collector is away: it is kept, and arrives once', async () => {
    const before = await requestsOf(approver);
    await place.stopCollector();
    const asked = await as('mia', 'ask', 'greeting', '--answer', 'whom=Cleo');
    expect([asked.code, asked.stderr]).toEqual([0, '']);
    expect(asked.stdout).toMatch(/fettle-agent asked/);
    const [newest] = (await asJson<{ items: Told[] }>(place, 'mia', 'asked')).items;
    const kept = await toldThat(place, 'mia', newest?.key ?? '', 'kept');
    expect(kept.words).toContain('until the collector has it');
    // The agent is killed over it, too.
    await place.systemd.ask('systemctl', 'kill', '--signal=KILL', unit);
    await place.startCollector();
    const told = await toldThat(place, 'mia', kept.key, 'waiting');
    const after = await requestsOf(approver);
    expect(after).toHaveLength(before.length + 1);
    expect(after[0]).toMatchObject({ id: told.id, answers: { whom: 'Cleo' } });
  });

  test('have the spool that the hardened unit may write, and nothing else of it', async () => {
    const modes = await place.systemd.ask(
      'stat',
      '-c',
      '%a %U',
      `${data}/asks`,
      spool,
      `${data}/asks/told`,
      `${data}/asks/kept`,
    );
    expect(modes).toBe('755 fettle\n1733 fettle\n711 fettle\n700 fettle\n');
    const { code } = await place.agent('install');
    expect(code).toBe(0);
    expect(await place.systemd.ask('stat', '-c', '%a', spool)).toBe('1733\n');
  });

  test('a plain agent of their own, which is no service, takes what they ask as well', async () => {
    const [folder, own] = ['/home/tom/agent', `${node} /opt/fettle/dist/agent.mjs`];
    const token = await place.token();
    const enrolled = await shell('tom', `${own} enrol --collector ${place.url} --token ${token} --data ${folder}`);
    expect([enrolled.code, enrolled.stderr]).toEqual([0, '']);
    await place.systemd.ask(
      'systemd-run',
      '--quiet',
      '--unit=own',
      '--uid=tom',
      ...own.split(' '),
      'run',
      '--data',
      folder,
      '--interval',
      '1s',
    );
    await until('the list', async () =>
      (await shell('tom', `${own} ask --data ${folder}`)).stdout.startsWith('greeting'),
    );
    const { stdout } = await shell('tom', `${own} ask greeting --answer whom=Dora --data ${folder} --json`);
    expect(JSON.parse(stdout)).toMatchObject({ state: 'waiting' });
    // What was asked of one agent is not shown as asked of another.
    const listed = await shell('tom', `${own} asked --data ${folder} --json`);
    expect((JSON.parse(listed.stdout) as { items: Told[] }).items).toHaveLength(1);
    await place.systemd.ask('systemctl', 'stop', 'own');
  });

  test('are told that no agent is there once it was removed; what lay there is gone with a purge', async () => {
    expect((await place.agent('uninstall')).code).toBe(0);
    const left = await place.agentAs('mia', 'ask', '--trouble', 'It is slow', '--data', data);
    expect([left.code, left.stdout]).toEqual([0, expect.stringContaining('no agent runs: it is sent when one does')]);
    expect((await place.agent('uninstall', '--purge')).code).toBe(0);
    expect((await place.systemd.run('ls', data)).code).not.toBe(0);
    const gone = await place.agentAs('mia', 'ask', '--trouble', 'It is slow', '--data', data);
    expect([gone.code, gone.stdout]).toEqual([1, '']);
    expect(gone.stderr).toMatch(/No agent takes anything in/);
  });
});
