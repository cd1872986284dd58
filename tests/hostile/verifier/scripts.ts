/** Scripts of any shape that is allowed, steps that run them with values that mostly fit, and boxes with their secrets. */
import { createHash } from 'node:crypto';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { signed } from '@fettle/shared/trust/example.fixture';
import { bodies, exampleScript, exampleStep, rawStep } from '@fettle/shared/trust/maintenance.fixture';
import { commit, seal, type Sealed } from '@fettle/shared/trust/sealed';
import type { ScriptStatement, Step } from '@fettle/shared/trust/statements';
import type { Random, Scene } from '../trust-scene.ts';
import { textOfAnyKind } from './changes.ts';

type Parameter = ScriptStatement['parameters'][number];
type Value = Step['parameters'][string];
type Secrets = Record<string, { salt: string; value: string }>;

export interface Composed {
  readonly scripts: readonly Envelope[];
  readonly steps: readonly Step[];
  readonly sealed: Sealed | null;
}

const platforms = ['linux', 'macos', 'windows', 'freebsd', 'openwrt'] as const;
const often = (random: Random) => random.whole(0, 5) > 0;
const seldom = (random: Random) => random.whole(0, 11) === 0;

export function composed(scene: Scene): Composed {
  const { random } = scene;
  const scripts = Array.from({ length: random.whole(1, 2) }, () => script(random));
  const secrets: Secrets = {};
  const steps = Array.from({ length: random.whole(1, 3) }, (_, place) =>
    step(place, random.of(scripts), scene, secrets),
  );
  const signers = () =>
    random.of([['pia'], ['pia'], ['pia'], ['pia', 'bern'], ['late', 'pia'], ['gone'], ['bern'], ['ann']]);
  const envelopes = scripts.map((one) => signed('script', one, ...(often(random) ? ['pia'] : signers())));
  return { scripts: seldom(random) ? envelopes.slice(1) : envelopes, steps, sealed: boxOf(secrets, scene) };
}

function program(random: Random): ScriptStatement['programs']['linux'] {
  const body = random.of(Object.values(bodies));
  const sha256 = createHash('sha256').update(body).digest('hex');
  const interpreter = random.of(['sh', 'bash', 'python3', 'powershell'] as const);
  return { interpreter, sha256, size: body.length + (seldom(random) && seldom(random) ? 1 : 0) };
}

function script(random: Random): ScriptStatement {
  const some = platforms.filter((one) => (one === 'linux' ? often(random) : random.whole(0, 1) === 0));
  const kinds = ['text', 'integer', 'flag', 'choice', 'secret'] as const;
  const called = ['a', 'b_1', 'path', 'constructor'].filter(() => random.whole(0, 1) === 0);
  return exampleScript('list', {
    name: random.of(['list', 'clear-2', '0']),
    class: random.of(['read', 'read', 'change', 'dangerous']),
    programs: Object.fromEntries((some.length === 0 ? platforms : some).map((one) => [one, program(random)])),
    parameters: called.map((name) => parameter(name, random.of(kinds), random)),
    check: often(random),
    undo: random.whole(0, 1) === 0,
  });
}

function parameter(name: string, type: Parameter['type'], random: Random): Parameter {
  const [min, max] = random.of([
    [0, 100],
    [1, 5],
    [-3, 3],
    [0, 9_000],
    [5, 1],
    [2, 2],
  ] as const);
  const choices = type === 'choice' ? ['low', 'high', 'é'] : [];
  const bare: Parameter = {
    name,
    type,
    title: name,
    required: random.whole(0, 1) === 0,
    default: null,
    min,
    max,
    choices,
  };
  if (type === 'secret' || random.whole(0, 2) > 0) return bare;
  return { ...bare, default: fitting(bare, random) };
}

/** A value that mostly fits. */
function fitting({ type, min, max, choices }: Parameter, random: Random): Value {
  if (seldom(random)) return random.of<Value>(['', 'low', true, 0, -4, 101, 'a\u0000', 'x'.repeat(8_193), 2]);
  if (type === 'integer') return min + random.whole(0, Math.max(0, max - min));
  if (type === 'flag') return random.whole(0, 1) === 0;
  if (type === 'choice') return random.of(choices);
  return random.whole(0, 4) === 0
    ? textOfAnyKind(random).toWellFormed()
    : random.of(['x', '🔒', 'é']).repeat(Math.max(0, Math.min(max, 3)));
}

function step(place: number, one: ScriptStatement, scene: Scene, sealed: Secrets): Step {
  const { random } = scene;
  if (seldom(random)) return seldom(random) ? { ...rawStep, mode: 'check' } : rawStep;
  const parameters: Record<string, Value> = {};
  const secrets: Record<string, string> = {};
  for (const known of one.parameters) {
    if (!known.required && random.whole(0, 1) === 0) continue;
    if (seldom(random)) continue;
    if (known.type === 'secret') secrets[known.name] = secret(`${place}.${known.name}`, known, random, sealed);
    else parameters[known.name] = fitting(known, random);
  }
  if (seldom(random)) parameters['other'] = 1;
  const mode = random.of(['run', 'run', 'run', 'check', 'undo'] as const);
  const when = place > 0 && random.whole(0, 1) === 0 ? { step: place - 1, exits: [0, 3] } : null;
  const { what } = exampleStep(one);
  return { what, mode, parameters, secrets, when };
}

function secret(key: string, { min, max }: Parameter, random: Random, sealed: Secrets): string {
  const exact = 'x'.repeat(Math.max(0, random.of([min, max, max, max + 1, min - 1])));
  const value = random.whole(0, 2) === 0 ? exact : random.of(['abc', 'é', '🔒🔒', 'ab', 'a\u0000', '']);
  const { salt, commitment } = commit(value, random.bytes(32));
  if (!seldom(random)) sealed[key] = { salt, value: seldom(random) ? `${value}x` : value };
  return commitment;
}

/** Mostly as it should be; else with something in it, or around it, that should not be there. */
function boxOf(secrets: Secrets, { random, place }: Scene): Sealed | null {
  if (Object.keys(secrets).length === 0 && !seldom(random)) return null;
  const [first] = Object.keys(secrets);
  const content = random.of<object>([
    ...Array.from({ length: 12 }, () => ({ secrets })),
    { secrets, more: 1 },
    { secrets: { ...secrets, extra: { salt: '', value: '' } } },
    { secrets: { ...secrets, '9.unasked': Object.values(secrets)[0] ?? null } },
    { secrets: { ...secrets, ...(first !== undefined && { [first]: { ...secrets[first], more: 1 } }) } },
    { secrets: Object.values(secrets) },
    { secrets: null },
  ]);
  const ephemeral = { key: random.bytes(32), nonce: random.bytes(12) };
  const box = seal(content as never, place.sealingKey, ephemeral);
  if (!seldom(random)) return box;
  const { key, ...rest } = box;
  return random.of<object>([
    { ...box, v: 2 },
    { ...box, more: 1 },
    rest,
    { ...box, nonce: `${box.nonce.slice(0, -4)}AAAA` },
    { ...box, nonce: `${box.nonce}AAAA` },
    { ...box, key: Buffer.alloc(32).toString('base64') },
    { ...box, key: Buffer.alloc(33).toString('base64') },
    { ...box, key: `${key} ` },
    { ...box, box: 'AAAA' },
    { ...box, box: '' },
    { ...box, box: 7 },
  ]) as Sealed;
}
