#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { agentProgram, bundleIsCurrent } from '../agent-program.mjs';
import { installPackages, pinnedNode } from '../bootstrap.mjs';
import { runPinned } from './run-pinned.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A service is given the bundle. What root builds here stays the owner's of the checkout. */
function buildBundle() {
  installPackages({ quiet: true });
  if (bundleIsCurrent()) return;
  const { uid, gid } = statSync(root);
  const { status } = spawnSync(pinnedNode, [fileURLToPath(new URL('../build-agent.ts', import.meta.url))], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    ...(process.getuid?.() === 0 && { uid, gid }),
  });
  if (status !== 0) process.exit(status ?? 1);
}

if (process.argv[2] === 'install') buildBundle();
runPinned(agentProgram());
