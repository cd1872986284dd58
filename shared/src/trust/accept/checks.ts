/**
 * All checks of acceptance, in their order. Each throws TrustError with its code where it refuses and asks for one thing;
 * those before it have passed. docs/trust.md says the same in words.
 */
import type { TrustCode } from '../errors.ts';
import { b64, canonical, fields, json, key, keyExpired, signature, size, type, version } from './envelope-checks.ts';
import { revoked, revokedOrder, rev, root, tenant } from './chain-checks.ts';
import type { Hearing } from './hearing.ts';
import { actionClass, quorum, scope } from './people-checks.ts';
import { selector, targetHost, targetId } from './place-checks.ts';
import { lock, rate, replay } from './run-checks.ts';
import { parameters, scriptHash, scriptStatement } from './script-checks.ts';
import { exp, fits, fresh, iat, nbf, window } from './time-checks.ts';

export interface NamedCheck {
  readonly name: string;
  readonly code: TrustCode;
  readonly of: readonly ('order' | 'standing' | 'firing')[];
  readonly check: (hearing: Hearing) => void;
}

const all = ['order', 'standing', 'firing'] as const;
const runs = ['order', 'firing'] as const;
const standing = ['standing', 'firing'] as const;

export const checks: readonly NamedCheck[] = [
  { name: 'size', code: 'size', of: all, check: size },
  { name: 'b64', code: 'b64', of: all, check: b64 },
  { name: 'type', code: 'type', of: all, check: type },
  { name: 'key', code: 'key', of: all, check: key },
  { name: 'signature', code: 'signature', of: all, check: signature },
  { name: 'revoked', code: 'revoked', of: all, check: revoked },
  { name: 'key-expired', code: 'key-expired', of: all, check: keyExpired },
  { name: 'json', code: 'json', of: all, check: json },
  { name: 'canonical', code: 'canonical', of: all, check: canonical },
  { name: 'fields', code: 'fields', of: all, check: fields },
  { name: 'version', code: 'version', of: all, check: version },
  { name: 'firing', code: 'fields', of: ['firing'], check: fits },
  { name: 'tenant', code: 'tenant', of: all, check: tenant },
  { name: 'root', code: 'root', of: all, check: root },
  { name: 'rev', code: 'rev', of: all, check: rev },
  { name: 'revoked-order', code: 'revoked', of: all, check: revokedOrder },
  { name: 'fresh', code: 'fresh', of: all, check: fresh },
  { name: 'iat', code: 'iat', of: all, check: iat },
  { name: 'nbf', code: 'nbf', of: runs, check: nbf },
  { name: 'exp', code: 'exp', of: all, check: exp },
  { name: 'window', code: 'window', of: all, check: window },
  { name: 'target-id', code: 'target-id', of: ['order'], check: targetId },
  { name: 'target-host', code: 'target-host', of: ['order'], check: targetHost },
  { name: 'selector', code: 'selector', of: standing, check: selector },
  { name: 'class', code: 'class', of: runs, check: actionClass },
  { name: 'quorum', code: 'quorum', of: all, check: quorum },
  { name: 'scope', code: 'scope', of: all, check: scope },
  { name: 'script-hash', code: 'script-hash', of: runs, check: scriptHash },
  { name: 'script-statement', code: 'script-statement', of: runs, check: scriptStatement },
  { name: 'parameters', code: 'parameters', of: runs, check: parameters },
  { name: 'lock', code: 'lock', of: runs, check: lock },
  { name: 'rate', code: 'rate', of: runs, check: rate },
  { name: 'replay', code: 'replay', of: all, check: replay },
];
