import type { PersonId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import type { Open } from './place.ts';
import { apiToken, everywhere, note, noted, person, session, start, tally } from './samples.ts';

export function accessContract(open: Open): void {
  describe('the first person', () => {
    test('is made with the setup code, once, and noted', async () => {
      await using place = await open();
      const { access } = place.records;
      expect(await access.anyPerson()).toBe(false);
      await access.setSetupCode('code', start + 10);
      expect(await access.firstPerson(person(), 'code', start + 9, note('person.created'))).toBe('made');
      expect(await access.anyPerson()).toBe(true);
      expect(await access.person(person().id)).toEqual(person());
      await access.setSetupCode('code', start + 10);
      expect(await access.firstPerson(person('Bob'), 'code', start, note('again'))).toBe('setup_done');
      expect(await access.personNamed('Bob')).toBeNull();
      expect(await noted(place)).toEqual(['person.created']);
    });

    test('is refused with no code, another code, one that was replaced, and at its end', async () => {
      await using place = await open();
      const { access } = place.records;
      const attempt = (code: string, now: number) => access.firstPerson(person(), code, now, note('x'));
      expect(await attempt('code', start)).toBe('setup_code_wrong');
      await access.setSetupCode('code', start + 10);
      expect(await attempt('other', start)).toBe('setup_code_wrong');
      expect(await attempt('code', start + 10)).toBe('setup_code_wrong');
      await access.setSetupCode('newer', start + 10);
      expect(await attempt('code', start)).toBe('setup_code_wrong');
      expect(await noted(place)).toEqual([]);
      expect(await attempt('newer', start)).toBe('made');
    });

    test('is one, however many come at once', async () => {
      await using place = await open();
      const { access } = place.records;
      await access.setSetupCode('code', start + 10);
      const names = Array.from({ length: 8 }, (_, i) => `person${i}`);
      const answers = await Promise.all(
        names.map((name) => access.firstPerson(person(name), 'code', start, note('made'))),
      );
      expect(tally(answers)).toEqual({ made: 1, setup_done: 7 });
      expect(await noted(place)).toEqual(['made']);
    });
  });

  test('names are found without case, also beyond ASCII', async () => {
    await using place = await open();
    const { access } = place.records;
    await access.setSetupCode('code', start + 10);
    const zoe = person('Zoë', { role: 'technician', sites: ['berlin'] });
    await access.firstPerson(zoe, 'code', start, note('x'));
    expect(await access.personNamed('ZOË')).toEqual(zoe);
    expect(await access.personNamed('zoe')).toBeNull();
    expect(await access.person('pnobody' as PersonId)).toBeNull();
  });

  test('a session is kept, moved forward only, ended once, swept when over', async () => {
    await using place = await open();
    const { access } = place.records;
    await access.setSetupCode('code', start + 10);
    await access.firstPerson(person(), 'code', start, { events: [], audit: [] });
    await access.addSession(session('a'), note('began'));
    await access.addSession(session('b', { expiresAt: start + 5_000 }), { events: [], audit: [] });
    await access.touchSession('a', start + 900, start + 1_900);
    await access.touchSession('a', start + 500, start + 1_500);
    expect(await access.session('a')).toEqual(session('a', { usedAt: start + 900, expiresAt: start + 1_900 }));
    expect(await access.sweepSessions(start + 1_900)).toBe(0);
    expect(await access.sweepSessions(start + 1_901)).toBe(1);
    expect(await access.session('a')).toBeNull();
    await Promise.all([access.endSession('b', note('ended')), access.endSession('b', note('ended'))]);
    expect(await access.session('b')).toBeNull();
    expect(await noted(place)).toEqual(['began', 'ended']);
  });

  test('a session of nobody is refused', async () => {
    await using place = await open();
    await expect(place.records.access.addSession(session('a'), note('began'))).rejects.toThrow(/foreign key/i);
    expect(await noted(place)).toEqual([]);
  });

  test('an API token is found by its hash, listed, touched, removed once', async () => {
    await using place = await open();
    const { access } = place.records;
    const lasting = apiToken('b', { sites: 'all', expiresAt: null, createdAt: start + 1 });
    await access.addApiToken(lasting, note('b'));
    await access.addApiToken(apiToken('a'), note('a'));
    expect(await access.apiTokenByHash('hash of a')).toEqual(apiToken('a'));
    expect(await access.apiTokenByHash('hash of c')).toBeNull();
    await access.touchApiToken(lasting.id, start + 9);
    await access.touchApiToken(lasting.id, start + 3);
    expect(await access.apiTokens(everywhere)).toEqual([apiToken('a'), { ...lasting, lastUsedAt: start + 9 }]);
    const answers = await Promise.all([1, 2, 3].map(() => access.removeApiToken(lasting.id, note('removed'))));
    expect(tally(answers)).toEqual({ removed: 1, not_found: 2 });
    expect(await noted(place)).toEqual(['b', 'a', 'removed']);
  });

  test('the same secret twice is refused and leaves no note', async () => {
    await using place = await open();
    const { access } = place.records;
    await access.addApiToken(apiToken('a'), note('a'));
    await expect(access.addApiToken({ ...apiToken('b'), hash: 'hash of a' }, note('b'))).rejects.toThrow(/unique/i);
    expect(await noted(place)).toEqual(['a']);
  });

  test('roots come one version after the other, one winner each', async () => {
    await using place = await open();
    const { access } = place.records;
    expect(await access.roots()).toEqual([]);
    const root = (version: number, envelope = '{}') => access.addRoot({ version, envelope }, note(`root ${version}`));
    expect(await root(2)).toBe('changed_meanwhile');
    expect(await root(0)).toBe('changed_meanwhile');
    expect(tally(await Promise.all([root(1), root(1), root(1)]))).toEqual({ added: 1, changed_meanwhile: 2 });
    expect(await root(1, 'other')).toBe('changed_meanwhile');
    expect(await root(2, '{"two":2}')).toBe('added');
    expect(await access.roots()).toEqual([
      { version: 1, envelope: '{}' },
      { version: 2, envelope: '{"two":2}' },
    ]);
    expect(await noted(place)).toEqual(['root 1', 'root 2']);
  });
}
