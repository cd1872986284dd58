import { randomBytes } from 'node:crypto';
import { makeSetupCode, setUp } from '@fettle/collector/domain/access/index';
import { base32 } from '@fettle/shared/ids';
import type { SimCollector } from './collector.ts';

export interface Login {
  readonly name: string;
  readonly password: string;
}

/** Makes the administrator `demo`, as the first visitor would with the code from the console. */
export async function makeLogin({ stores, clock }: SimCollector): Promise<Login> {
  const context = { store: stores.access, now: clock.now() };
  const { code } = await makeSetupCode(context);
  const login = { name: 'demo', password: base32(randomBytes(13), 20).replaceAll(/.{5}(?=.)/g, '$&-') };
  await setUp(context, { code, ...login });
  return login;
}
