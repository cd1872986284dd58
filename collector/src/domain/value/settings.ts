import { FettleError } from '@fettle/shared/errors';
import { parseSelector } from '@fettle/shared/selector/parse';
import { type Actor, allow, audited } from '../access/index.ts';
import type { ValueStore } from './store.ts';
import type { ValueSettings } from './types.ts';

/** What is reckoned with until somebody sets it, and shown as assumed. */
export const assumedSettings: ValueSettings = {
  currency: 'EUR',
  hourlyRate: 4_500,
  toolCostPerMonth: 0,
  toolHoursPerMonth: 0,
  deviceCosts: [],
  scriptMinutes: {},
  version: 0,
};

export interface SettingsPorts {
  readonly value: Pick<ValueStore, 'settings' | 'setSettings'>;
}

/** The settings that hold; version 0: assumed, nobody set any. For reports, which need the currency. */
export async function valueSettings({
  value,
}: {
  readonly value: Pick<ValueStore, 'settings'>;
}): Promise<ValueSettings> {
  return (await value.settings()) ?? assumedSettings;
}

/** The same for people. @throws FettleError `not_allowed` */
export async function getValueSettings(ports: SettingsPorts, actor: Actor): Promise<ValueSettings> {
  allow(actor, 'value.read');
  return valueSettings(ports);
}

/**
 * Sets all of them; they are for all sites, and so whoever sets them is.
 * @throws FettleError `not_allowed`, `input_invalid`, `changed_meanwhile`
 */
export async function setValueSettings(
  { value, now }: SettingsPorts & { readonly now: number },
  actor: Actor,
  input: ValueSettings,
): Promise<ValueSettings> {
  allow(actor, 'value.change');
  if (actor.scope.sites !== 'all' || actor.scope.selector !== undefined) {
    throw new FettleError('not_allowed', 'What things cost holds for all sites: ask somebody who sees all of them.');
  }
  const wrong = wrongSettings(input);
  if (wrong !== null) throw new FettleError('input_invalid', wrong);
  const settings = { ...input, version: input.version + 1 };
  const { version: _, ...set } = input;
  const answer = await value.setSettings(settings, {
    events: [{ time: now, kind: 'value.settings', device: null, site: null, detail: {} }],
    audit: [audited(actor, now, 'value.set-settings', 'value-settings', set)],
  });
  if (answer !== 'set') throw new FettleError(answer);
  return settings;
}

/** What is wrong in them, in words; null: nothing. Money is whole minor units. */
function wrongSettings({ currency, hourlyRate, toolCostPerMonth, deviceCosts, ...rest }: ValueSettings): string | null {
  if (!/^[A-Z]{3}$/.test(currency)) return 'The currency is three capital letters, as EUR.';
  const money = [hourlyRate, toolCostPerMonth, ...deviceCosts.map(({ perMonth }) => perMonth)];
  if (money.some((amount) => !Number.isSafeInteger(amount) || amount < 0)) {
    return 'Amounts are whole cents, none below 0.';
  }
  const { toolHoursPerMonth, scriptMinutes } = rest;
  for (const number of [toolHoursPerMonth, ...Object.values(scriptMinutes)]) {
    if (!(number >= 0 && number <= 10_000)) return 'Hours and minutes are from 0 to 10,000.';
    if (Math.abs(Math.round(number * 1_000) - number * 1_000) > 1e-6)
      return 'Hours and minutes have three decimals at most.';
  }
  for (const { selector } of deviceCosts) {
    try {
      parseSelector(selector);
    } catch (error) {
      if (error instanceof FettleError) return `The selector “${selector}” cannot be read: ${error.message}`;
      throw error;
    }
  }
  return null;
}
