/**
 * The whole loop on real processes: a disk fills, the agent fires a signed standing order, the executor runs it, the agent measures again,
 * and the incident is resolved by it; and the same with a script that does not help.
 */
import type { Incident, IncidentDetail } from '@fettle/shared/api/incidents';
import type { ChangeItem } from '@fettle/shared/api/changes';
import { describe, expect } from 'vitest';
import { until } from '../support/fettle.ts';
import { type Maintained, maintained } from '../support/remedy-setup.ts';
import { requires } from '../support/requires.ts';
import { mayMount } from '../support/small-disk.ts';

/** The agent asks file systems once a minute, and measures for a minute after a run. */
const round = 240_000;

/** Fills the disk and waits for the incident to come to what is wanted. */
async function fills(place: Maintained, wanted: (incident: IncidentDetail) => boolean): Promise<IncidentDetail> {
  await until('the standing order to be held', async () => {
    const { items } = await place.ask<{ items: { held: number }[] }>('GET', '/api/v1/standing-orders');
    return items[0]?.held === 1;
  });
  place.disk.fill(0.98);
  expect(place.disk.used()).toBeGreaterThan(0.9);
  return until(
    'the incident to come to its end',
    async () => {
      const { items } = await place.ask<{ items: Incident[] }>(
        'GET',
        '/api/v1/incidents?rule=small-disk&state=open&state=acknowledged&state=resolved',
      );
      const [first] = items;
      if (!first) return null;
      const detail = await place.ask<IncidentDetail>('GET', `/api/v1/incidents/${first.id}`);
      return wanted(detail) ? detail : null;
    },
    round,
  );
}

const remedyOf = ({ evidence }: IncidentDetail) => evidence.find((one) => one.kind === 'remedy');

requires.kernel('mounts in namespaces of one’s own', mayMount).describe('a disk fills', () => {
  describe.concurrent('a standing order', (test) => {
    test('clears it: the incident is resolved by it, and says so', { timeout: round + 60_000 }, async () => {
      await using place = await maintained({ body: (mountpoint) => `rm -f '${mountpoint}/file'\necho made room\n` });
      const incident = await fills(place, (one) => one.state === 'resolved' && remedyOf(one)?.cleared === true);
      expect(place.disk.used()).toBeLessThan(0.5);
      expect(remedyOf(incident)).toMatchObject({ title: 'Make room', outcome: 'done', output: 'made room\n' });
      const said = incident.timeline.map(({ words }) => words);
      expect(said.some((words) => /Resolved by standing order “Make room”, run /.test(words))).toBe(true);
      const { items } = await place.ask<{ items: ChangeItem[] }>(
        'GET',
        `/api/v1/changes?device=${place.device}&kind=run`,
      );
      expect(items.map(({ words }) => words)).toEqual(['The standing order “Make room” ran: done, exit 0.']);
    });

    test('does not help: the incident stays, and escalates with its output', { timeout: round + 60_000 }, async () => {
      await using place = await maintained({ body: () => 'echo nothing here may be removed\n' });
      const incident = await fills(place, (one) => remedyOf(one)?.cleared === false);
      expect(incident.state).toBe('open');
      expect(remedyOf(incident)?.output).toBe('nothing here may be removed\n');
      expect(incident.timeline.some(({ detail }) => detail['escalated'] === true)).toBe(true);
      const told = await until('somebody to be told', async () => {
        const { items } = await place.ask<{ items: { kind: string; words: string }[] }>('GET', '/api/v1/deliveries');
        return items.find(({ kind }) => kind === 'unremedied');
      });
      expect(told.words).toContain('Not put right by itself, critical');
    });
  });
});
