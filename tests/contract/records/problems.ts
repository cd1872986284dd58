import type { NewTimelineEntry } from '@fettle/collector/domain/incidents/index';
import type { Problem } from '@fettle/collector/domain/problems/index';
import type { IncidentId, PersonId, ProblemId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { incident } from './incidents.ts';
import type { Open, Place } from './place.ts';
import { day, device, deviceId, enrolled, everywhere, note, noted, nowhere, only, start, tally } from './samples.ts';

const problem = (name: string, fields: Partial<Problem> = {}): Problem => ({
  id: `b${name}` as ProblemId,
  title: `Problem ${name}`,
  state: 'proposed',
  by: 'rule',
  key: 'disk-full da',
  why: '3 times in 7 days',
  rootCause: '',
  workaround: '',
  owner: null,
  createdAt: start,
  closedAt: null,
  version: 1,
  ...fields,
});
const line: NewTimelineEntry = { time: start, kind: 'problem', actor: null, words: 'Linked', detail: {} };
const silent = { events: [], audit: [] };
const ids = (...names: string[]) => names.map((name) => `i${name}` as IncidentId);

async function fleet(open: Open): Promise<Place> {
  const place = await open();
  await enrolled(place, device('a'));
  await enrolled(place, device('b', { site: 'porto' }));
  const b = { device: deviceId('b'), openedAt: start + day };
  const writes = [incident('x'), incident('y'), incident('z', b)].map((after) => ({
    before: null,
    after,
    timeline: [line],
  }));
  await place.records.incidents.write(writes, note('opened'));
  return place;
}

export function problemContract(open: Open): void {
  test('of what repeats there is one problem that is not over, also at once; its incidents are linked with it', async () => {
    await using place = await fleet(open);
    const { problems, incidents } = place.records;
    const answers = await Promise.all(
      ['p', 'q', 'r'].map((name) => problems.add(problem(name), ids('x', 'z', 'gone'), line, note('proposed'))),
    );
    expect(tally(answers)).toEqual({ added: 1, exists: 2 });
    const [added] = await problems.problems(null);
    if (!added) throw new Error('nothing was added');
    expect(await problems.problem(added.id)).toEqual(added);
    const linked = await incidents.several(everywhere, ids('x', 'y', 'z'));
    expect(
      linked
        .filter(({ problem: of }) => of === added.id)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(ids('x', 'z'));
    expect(linked.map(({ version }) => version).toSorted((m, n) => m - n)).toEqual([1, 2, 2]);
    expect(await incidents.timeline(everywhere, 'ix' as IncidentId)).toHaveLength(2);
    expect(await noted(place)).toEqual(['opened', 'proposed']);
  });

  test('a scope shows what it sees of the incidents', async () => {
    await using place = await fleet(open);
    const { problems } = place.records;
    const { id } = problem('p');
    await problems.add(problem('p'), ids('x', 'y', 'z'), line, note('proposed'));
    const all = { incidents: 3, devices: 2, firstAt: start, lastAt: start + day };
    expect(await problems.spans(everywhere, [id])).toEqual(new Map([[id, all]]));
    const berlin = { incidents: 2, devices: 1, firstAt: start, lastAt: start };
    expect(await problems.spans(only('berlin'), [id])).toEqual(new Map([[id, berlin]]));
    expect((await problems.spans(nowhere, [id])).size).toBe(0);
    expect((await problems.spans(everywhere, [])).size).toBe(0);
  });

  test('what has a problem keeps it; without anything to link nothing is told', async () => {
    await using place = await fleet(open);
    const { problems, incidents } = place.records;
    await problems.add(problem('p'), ids('x'), line, note('proposed'));
    await problems.add(problem('q', { key: 'other' }), [], line, note('proposed'));
    const answers = await Promise.all(
      [1, 2].map(() => problems.link('bq' as ProblemId, ids('x', 'y'), line, note('linked'))),
    );
    expect(answers.toSorted((m, n) => m - n)).toEqual([0, 1]);
    expect((await incidents.incident(everywhere, 'ix' as IncidentId))?.problem).toBe('bp');
    expect(await noted(place)).toEqual(['opened', 'proposed', 'proposed', 'linked']);
  });

  test('changed once at once, by the version that was read', async () => {
    await using place = await fleet(open);
    const { problems } = place.records;
    await problems.add(problem('p'), [], line, note('proposed'));
    const patch = {
      title: 'Mail queue',
      state: 'known-error' as const,
      rootCause: 'Its logs are not rotated',
      workaround: 'Remove them',
      owner: 'pada' as PersonId,
      closedAt: null,
    };
    const answers = await Promise.all([1, 2].map(() => problems.change('bp' as ProblemId, 1, patch, note('changed'))));
    expect(tally(answers.map((one) => (typeof one === 'string' ? one : 'changed')))).toEqual({
      changed: 1,
      changed_meanwhile: 1,
    });
    expect(await problems.problem('bp' as ProblemId)).toEqual({ ...problem('p'), ...patch, version: 2 });
    expect(await problems.problems(['known-error'])).toHaveLength(1);
    expect(await problems.problems(['open', 'closed'])).toEqual([]);
    expect(await problems.change('bgone' as ProblemId, 1, patch, note('lost'))).toBe('not_found');
    expect(await noted(place)).toEqual(['opened', 'proposed', 'changed']);
  });

  test('one that is over makes room, and does not come back beside its successor', async () => {
    await using place = await fleet(open);
    const { problems } = place.records;
    await problems.add(problem('p'), [], line, note('proposed'));
    await problems.change('bp' as ProblemId, 1, { state: 'closed', closedAt: start + day }, note('closed'));
    expect(await problems.add(problem('q'), [], line, note('proposed'))).toBe('added');
    expect(await problems.change('bp' as ProblemId, 2, { state: 'open' }, note('refused'))).toBe('exists');
    expect((await problems.problem('bp' as ProblemId))?.state).toBe('closed');
    expect(await noted(place)).toEqual(['opened', 'proposed', 'closed', 'proposed']);
  });

  test('reopened at the same moment as another one of its key is made: one of them is', async () => {
    await using place = await fleet(open);
    const { problems } = place.records;
    for (let round = 0; round < 20; round++) {
      const key = `disk-full ${round}`;
      const [was, next] = [problem(`was${round}`, { key }), problem(`next${round}`, { key })];
      await problems.add(was, [], line, silent);
      await problems.change(was.id, 1, { state: 'closed', closedAt: start }, silent);
      const [reopened, added] = await Promise.all([
        problems.change(was.id, 2, { state: 'open', closedAt: null }, silent),
        problems.add(next, [], line, silent),
      ]);
      if (added === 'added') expect(['exists', 'changed_meanwhile']).toContain(reopened);
      else expect(reopened).toMatchObject({ state: 'open' });
    }
    expect(await problems.problems(['open', 'proposed'])).toHaveLength(20);
  });
}
