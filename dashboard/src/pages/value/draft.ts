// pure
import type { ValueSettings } from '@fettle/shared/api/value';

/** The settings as they stand in the form: texts. Money in whole units with a point. */
export interface ValueDraft {
  readonly currency: string;
  readonly hourlyRate: string;
  readonly toolCostPerMonth: string;
  readonly toolHoursPerMonth: string;
  readonly deviceCosts: readonly { readonly selector: string; readonly perMonth: string }[];
  /** Empty: what is assumed. */
  readonly scriptMinutes: Readonly<Record<string, string>>;
}

/** How many digits a currency has behind the point. */
function digitsOf(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2; // a RangeError: it is not written yet
  }
}

/** 4500 of EUR as "45.00" */
export function moneyText(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(minor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Minor units of "45", "45.5" or "1,450.00"; null when it cannot be read. Exact: no number with a point is reckoned with. */
export function readMoney(text: string, currency: string): number | null {
  const digits = digitsOf(currency);
  const [, whole, part = ''] = /^(\d{1,3}(?:,?\d{3})*|\d+)(?:\.(\d+))?$/.exec(text.trim()) ?? [];
  if (whole === undefined || part.length > digits) return null;
  const minor = Number(whole.replaceAll(',', '') + part.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}

/** Up to three decimals, up to 10,000; null when it cannot be read. */
export function readAmount(text: string): number | null {
  if (!/^\d{1,5}(?:\.\d{1,3})?$/.test(text.trim())) return null;
  const amount = Number(text);
  return amount <= 10_000 ? amount : null;
}

export function draftOf(settings: ValueSettings): ValueDraft {
  const { currency, hourlyRate, toolCostPerMonth, toolHoursPerMonth, deviceCosts, scriptMinutes } = settings;
  return {
    currency,
    hourlyRate: moneyText(hourlyRate, currency),
    toolCostPerMonth: moneyText(toolCostPerMonth, currency),
    toolHoursPerMonth: String(toolHoursPerMonth),
    deviceCosts: deviceCosts.map(({ selector, perMonth }) => ({ selector, perMonth: moneyText(perMonth, currency) })),
    scriptMinutes: Object.fromEntries(Object.entries(scriptMinutes).map(([name, minutes]) => [name, String(minutes)])),
  };
}

export interface ReadValue {
  /** Undefined while anything is wrong. */
  readonly body: Omit<ValueSettings, 'version'> | undefined;
  /** By field; of lists `cost-0`, `script-clear-temp`. */
  readonly errors: ReadonlyMap<string, string>;
}

const wrongMoney = 'An amount, as 45.00.';
const wrongAmount = 'A number up to 10,000, with three decimals at most.';

/** What the form comes to. */
export function readDraft(draft: ValueDraft): ReadValue {
  const errors = new Map<string, string>();
  const { currency } = draft;
  if (!/^[A-Z]{3}$/.test(currency)) errors.set('currency', 'Three capital letters, as EUR.');
  const money = (name: string, text: string) => {
    const minor = readMoney(text, currency);
    if (minor === null) errors.set(name, wrongMoney);
    return minor ?? 0;
  };
  const amount = (name: string, text: string) => {
    const found = readAmount(text);
    if (found === null) errors.set(name, wrongAmount);
    return found ?? 0;
  };
  const set = Object.entries(draft.scriptMinutes).filter(([, text]) => text.trim() !== '');
  const body = {
    currency,
    hourlyRate: money('hourlyRate', draft.hourlyRate),
    toolCostPerMonth: money('toolCostPerMonth', draft.toolCostPerMonth),
    toolHoursPerMonth: amount('toolHoursPerMonth', draft.toolHoursPerMonth),
    deviceCosts: draft.deviceCosts.map(({ selector, perMonth }, place) => {
      return { selector: selector.trim(), perMonth: money(`cost-${place}`, perMonth) };
    }),
    scriptMinutes: Object.fromEntries(set.map(([name, text]) => [name, amount(`script-${name}`, text)])),
  };
  return { body: errors.size === 0 ? body : undefined, errors };
}
