import type { Rule } from '@fettle/shared/api/rules';
import { readRules } from '../api/rules.ts';
import { catalogue } from './device.ts';
import { resource } from './resource.ts';

/** Every rule of this collector. */
export const rules = resource<readonly Rule[]>((signal) => readRules(signal));

/** Reads the rules, and what their metrics are where that is not known yet. */
export function readAllRules(): void {
  rules.renew();
  if (catalogue.value.peek() === undefined) catalogue.renew();
}
