/**
 * A hostile collector against the agent's own code, in one process: session, orders and executor are the real ones, and what would be
 * started is noted. That, and nothing that the agent says, tells whether something ran.
 */
import { rmSync } from 'node:fs';
import type { Ask } from '@fettle/agent/executor/wire';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { Sealed } from '@fettle/shared/trust/sealed';
import { allBodies } from '@fettle/shared/trust/maintenance.fixture';
import { brokenAcceptance, copyOf, makeWorkshop } from '../../support/trust/verifier.ts';
import type { RunSuite } from '../suite.ts';
import { hostileCases, type Sent } from './cases.ts';
import { copiedCode, type ExecutorCode, judgingBy, makeBench } from './code.ts';
import { Resident } from './resident.ts';
import { Rig } from './rig.ts';

/** Of one device: it begins no more than 120 orders within an hour, and its hour does not pass. */
const casesOfDevice = 300;
const mostTold = 40;

/** Checks without which something runs; the sabotage suite takes out all of them. */
const removed = ['quorum', 'exp', 'tenant', 'target-id', 'class', 'scope'];

interface Tally {
  cases: number;
  validSigned: number;
  executed: number;
  crashes: number;
  ran: number;
  byResident: number;
  fell: string[];
}

export const runSuite: RunSuite = async ({ cases, seed, progress }) => {
  const tally = await attack(cases, seed, { progress });
  const caught = await sabotage(seed);
  const { validSigned, executed, crashes, fell, ran, byResident } = tally;
  return {
    cases: tally.cases,
    validSigned,
    executed,
    crashes,
    sabotageCaught: caught.length,
    sabotageTotal: removed.length,
    fell: ran > 0 ? fell : [...fell, 'nothing that was right ran'],
    figures: { ran, byResident },
  };
};

interface Way {
  readonly code?: ExecutorCode;
  readonly aimed?: readonly string[];
  readonly progress?: ((done: number) => void) | undefined;
}

async function attack(cases: number, seed: number, { code, aimed, progress }: Way): Promise<Tally> {
  const tally = { cases: 0, validSigned: 0, executed: 0, crashes: 0, ran: 0, byResident: 0, fell: [] };
  for (let device = 0; tally.cases < cases; device++) {
    using rig = new Rig(code === undefined ? {} : { code });
    const all = [...hostileCases(seed + device, Math.min(casesOfDevice, cases - tally.cases), aimed)];
    const half = Math.ceil(all.length / 2);
    // Both processes are new in the middle: what was done before is known from the disk alone.
    for (const part of [all.slice(0, half), all.slice(half)]) await life(rig, part, tally);
    tally.crashes += rig.broke;
    progress?.(tally.cases);
  }
  return tally;
}

async function life(rig: Rig, all: readonly Sent[], tally: Tally): Promise<void> {
  await rig.start();
  await rig.trust();
  using resident = new Resident(rig);
  for (const [i, one] of all.entries()) {
    const before = rig.spawned.length;
    const isByResident = Math.floor(i / 10) % 2 === 0 && canCarry(one);
    if (isByResident) await resident.hear(statementOf(one));
    else for (const ask of asksOf(one)) await rig.ask(ask);
    await rig.quiet();
    judge(
      one,
      rig.spawned.slice(before).map(({ sha256 }) => sha256),
      tally,
    );
    tally.cases++;
    tally.byResident += isByResident ? 1 : 0;
    tally.validSigned += one.isWrongMeaning ? 1 : 0;
  }
  tally.crashes += resident.crashes.length;
  tally.fell.push(...resident.crashes.slice(0, mostTold));
}

function judge({ what, programs, isRight }: Sent, started: readonly (string | null)[], tally: Tally): void {
  const isAsIt = JSON.stringify(started) === JSON.stringify(programs);
  if (isRight && isAsIt) tally.ran++;
  if (!isRight) tally.executed += started.length;
  if (!isAsIt && tally.fell.length < mostTold)
    tally.fell.push(`${what}: started ${JSON.stringify(started)}, not ${JSON.stringify(programs)}`);
}

/** A resident leaves away what is no field of a message, and fetches bodies by their hash: such cases go to the executor itself. */
function canCarry({ what, question }: Sent): boolean {
  if (question.kind === 'firing' || what.endsWith('a field more')) return false;
  return question.kind === 'standing' || question.bodies === allBodies;
}

function statementOf({ question }: Sent): object {
  if (question.kind !== 'order') return { type: 'statement', envelope: question.envelope };
  const { envelope, path, scripts, sealed } = question;
  return { type: 'statement', envelope, path, scripts, ...(sealed !== null && { sealed }) };
}

/** As a resident that is the attacker's too would ask. */
function asksOf({ question }: Sent): Ask[] {
  const envelope = question.envelope as Envelope;
  const keep: Ask = { ask: 'keep', envelopes: [envelope] };
  if (question.kind === 'standing') return [keep];
  const blobs = Object.fromEntries(
    [...question.bodies].map(([hash, bytes]) => [hash, Buffer.from(bytes).toString('base64')]),
  );
  const beside = { scripts: question.scripts as Envelope[], sealed: question.sealed as Sealed | null, blobs };
  if (question.kind === 'order') return [{ ask: 'order', envelope, path: question.path, ...beside }];
  const standing = standingIn(envelope);
  return [keep, { ask: 'fire', standing, firing: question.firing, ...beside }];
}

function standingIn({ payload }: Envelope): string {
  return (JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as { id: string }).id;
}

/** The same attack on executors whose judgement lacks a check. @returns those that were noticed */
export async function sabotage(seed: number): Promise<string[]> {
  const [bench, workshop] = [makeBench(), makeWorkshop()];
  try {
    const copied = copyOf(workshop);
    const caught: string[] = [];
    for (const name of removed) {
      await brokenAcceptance(copied, name);
      const accept = `${copied}/trust/accept/accept-checks-without-${name}.ts`;
      const code = await copiedCode(bench, judgingBy(accept));
      const { executed } = await attack(60, seed, { code, aimed: [name] });
      if (executed > 0) caught.push(name);
    }
    return caught;
  } finally {
    for (const folder of [bench, workshop]) rmSync(folder, { recursive: true });
  }
}
