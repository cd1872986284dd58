#!/usr/bin/env node
import { agentProgram } from '../agent-program.mjs';
import { runPinned } from './run-pinned.mjs';

runPinned(agentProgram());
