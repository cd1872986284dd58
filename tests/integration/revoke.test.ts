/** A device that is ended from the command line while it is connected. */
import { expect, test } from 'vitest';
import { Fettle, until } from '../support/fettle.ts';
import { acknowledged, agentStatus } from '../support/stored.ts';

test('its agent is refused within seconds, and it stays in the list as what it was', async () => {
  await using fettle = await Fettle.create();
  await fettle.startCollector();
  await fettle.enrol('--name', 'front desk');
  await fettle.startAgent('1s');
  await until('the first acknowledgement', () => acknowledged(fettle) > 0);
  await expect(fettle.cli('device', 'revoke', 'back office')).rejects.toThrow(
    /No device has the name or id back office/,
  );
  const told = JSON.parse(await fettle.cli('device', 'revoke', 'front desk', '--json')) as object;
  expect(told).toMatchObject({ name: 'front desk', before: 'online', state: 'retired' });
  await until('the agent to be refused', () => agentStatus(fettle)?.link.state === 'refused');
  expect(agentStatus(fettle)?.link.error?.code).toBe('device_retired');
  expect(await fettle.cli('device', 'revoke', 'front desk')).toContain('was ended already');
  const { items } = await fettle.api<{ items: { name: string; state: string }[] }>('/api/v1/devices');
  expect(items).toMatchObject([{ name: 'front desk', state: 'retired' }]);
});
