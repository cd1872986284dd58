/**
 * Writes what is not recorded yet: `node tests/golden/protocol/record.ts`. What stands is never written anew, for agents
 * and collectors that speak it are out there; a change that makes it unreadable needs a new version of the protocol.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createFrameEncoder } from '@fettle/shared/protocol/frame-encoder';
import type { DictionaryMessage } from '@fettle/shared/protocol/messages';
import { connection, fromAgent, fromCollector } from './examples.ts';

const folder = new URL('1/', import.meta.url);

function record(file: string, content: string | Uint8Array): void {
  const path = new URL(file, folder);
  if (existsSync(path)) return;
  writeFileSync(path, content);
  console.log(`recorded ${file}`);
}

mkdirSync(folder, { recursive: true });
for (const [name, message] of Object.entries(fromAgent)) record(`agent-${name}.json`, JSON.stringify(message));
for (const [name, message] of Object.entries(fromCollector)) record(`collector-${name}.json`, JSON.stringify(message));

const encoder = createFrameEncoder();
let series: DictionaryMessage['series'] = [];
let id = 0;
for (const { file, before, frame } of connection) {
  if (before !== undefined) {
    series = [...series.slice(0, before.keep ?? 0), ...before.series];
    id = before.id;
  }
  record(
    `${file}.bin`,
    encoder.encode(
      frame,
      id,
      Uint8Array.from(series, ({ decimals }) => decimals),
    ),
  );
}
