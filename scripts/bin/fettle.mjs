#!/usr/bin/env node
import { join } from 'node:path';
import { root } from '../bootstrap.mjs';
import { runPinned } from './run-pinned.mjs';

runPinned(join(root, 'collector/src/main.ts'));
