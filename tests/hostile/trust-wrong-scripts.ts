/** Orders whose scripts, parameters or secrets are not what was meant. */
import { seedOf, signed } from '@fettle/shared/trust/example.fixture';
import { bodies, bytesOf, exampleScript, exampleStep, rawStep, sha256 } from '@fettle/shared/trust/maintenance.fixture';
import { sealingKeyOf } from '@fettle/shared/trust/keys';
import type { ScriptStatement, Step } from '@fettle/shared/trust/statements';
import { type Maker, wrong } from './trust-maker.ts';
import { Scene } from './trust-scene.ts';

const script = (change: Partial<ScriptStatement> = {}) => exampleScript('list', change);
const of = (statement: ScriptStatement, change: Partial<Step> = {}) => exampleStep(statement, change);
/** An order to run this statement, which these signed. */
const publishedBy = (s: Scene, statement: ScriptStatement, names: readonly string[], step: Partial<Step> = {}) => ({
  ...s.order(s.steps(of(statement, step))),
  scripts: [signed('script', statement, ...names)],
});
const statements: readonly Maker[] = [
  wrong('script-hash', 'its statement is missing', (s) => ({ ...s.order(), scripts: [] })),
  wrong('script-hash', 'another script of this name', (s) => ({
    ...s.order(),
    scripts: [signed('script', script({ timeout: 61 }), 'pia')],
  })),
  wrong('script-hash', 'its body is missing', (s) => ({ ...s.order(), bodies: new Map() })),
  wrong('script-hash', 'another body of the same length', (s) => ({
    ...s.order(),
    bodies: new Map([[sha256(bytesOf(bodies.list)), bytesOf(bodies.list.replace('ls', 'rm'))]]),
  })),
  wrong('script-hash', 'the body of a script of nobody is missing', (s) => ({
    ...s.order({ ...s.steps(rawStep), class: 'dangerous' }, ['ann', 'ben']),
    bodies: new Map(),
  })),
  wrong('script-statement', 'published by an operator', (s) => publishedBy(s, script(), ['ann'])),
  wrong('script-statement', 'published by a stranger', (s) => publishedBy(s, script(), ['mallory'])),
  wrong('script-statement', 'published by a revoked key', (s) => publishedBy(s, script(), ['pia', 'gone'])),
  wrong('script-statement', 'published by a key whose time is over', (s) => publishedBy(s, script(), ['late'])),
  wrong('script-statement', 'published for another site', (s) => publishedBy(s, script(), ['bern'])),
  wrong('script-statement', 'of another tenant', (s) => publishedBy(s, script({ tenant: s.random.id() }), ['pia'])),
  wrong('script-statement', 'with an unknown field', (s) => publishedBy(s, script({ '!': 1 } as never), ['pia'])),
  wrong('script-statement', 'signed as an order', (s) => ({
    ...s.order(),
    scripts: [signed('order', script(), 'pia')],
  })),
  wrong('script-statement', 'under another name', (s) =>
    publishedBy(s, script(), ['pia'], { what: { script: { ...refOf(script()), name: 'other' } } }),
  ),
  wrong('script-statement', 'under another version', (s) =>
    publishedBy(s, script(), ['pia'], { what: { script: { ...refOf(script()), version: 5 } } }),
  ),
  wrong('script-statement', 'for other platforms', (s) => {
    const { windows } = script().programs;
    return publishedBy(s, script({ programs: { ...(windows && { windows }) } }), ['pia']);
  }),
  wrong('script-statement', 'to undo what has no undoing', (s) => s.order(s.steps(s.step({ mode: 'undo' })))),
  wrong('script-statement', 'a dry run of a script of nobody', (s) =>
    s.order({ ...s.steps({ ...rawStep, mode: 'check' }), class: 'dangerous' }, ['ann', 'ben']),
  ),
];

function refOf(statement: ScriptStatement) {
  const { what } = of(statement);
  if ('raw' in what) throw new Error('a step of a script names it');
  return what.script;
}

const given = (parameters: Step['parameters']) => (s: Scene) => s.order(s.steps(s.step({ parameters })));
const values: readonly Maker[] = [
  wrong('parameters', 'one that is not known', given({ path: '/tmp', more: 1 })),
  wrong('parameters', 'one is missing', given({})),
  wrong('parameters', 'of another type', given({ path: 1 })),
  wrong('parameters', 'too long', (s) => given({ path: 'x'.repeat(s.random.whole(65, 8_192)) })(s)),
  wrong('parameters', 'with a zero byte', given({ path: '/tmp\0x' })),
  wrong('parameters', 'a number that is too large', given({ path: '/tmp', count: 101 })),
  wrong('parameters', 'none of the choices', given({ path: '/tmp', level: 'middle' })),
  wrong('parameters', 'a flag as a text', given({ path: '/tmp', force: 'true' })),
  wrong('parameters', 'a secret in the open', given({ path: '/tmp', password: 'correct horse' })),
  wrong('parameters', 'a script of nobody takes none', (s) =>
    s.order({ ...s.steps({ ...rawStep, parameters: { path: '/' } }), class: 'dangerous' }, ['ann', 'ben']),
  ),
  wrong('parameters', 'a secret that the script does not know', (s) =>
    s.order(s.steps(s.step({ secrets: { other: 'ab'.repeat(32) } }))),
  ),
  wrong('parameters', 'a secret that was not sealed', (s) => s.order(s.secret().steps)),
  wrong('parameters', 'a secret that was sealed for another device', (s) => ({
    ...s.order(s.secret().steps),
    sealed: new Scene({ ...s.place, sealingKey: sealingKeyOf(seedOf('other')) }, s.random).secret().sealed,
  })),
  wrong('parameters', 'another secret than the operator’s', (s) => ({
    ...s.order(s.secret().steps),
    sealed: s.secret('battery staple').sealed,
  })),
  wrong('parameters', 'a sealed box that was changed', (s) => {
    const { steps, sealed } = s.secret();
    return { ...s.order(steps), sealed: { ...sealed, box: sealed.box.replace(/^../, 'zz') } };
  }),
  wrong('parameters', 'a secret that is too short', (s) => {
    const { steps, sealed } = s.secret('abc');
    return { ...s.order(steps), sealed };
  }),
];

export const wrongScripts: readonly Maker[] = [...statements, ...values];
