import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createFrameDecoder } from '@fettle/shared/protocol/frame-decoder';
import { createFrameEncoder } from '@fettle/shared/protocol/frame-encoder';
import { fromAgent as agentSchemas, fromCollector as collectorSchemas } from '@fettle/shared/protocol/messages';
import { readFromAgent, readFromCollector } from '@fettle/shared/protocol/read-message';
import { openDevice } from '@fettle/shared/trust/check';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { signerOf } from '@fettle/shared/trust/example.fixture';
import { fromBase64, verify } from '@fettle/shared/trust/keys';
import { readOrder } from '@fettle/shared/trust/order';
import { readReceipt } from '@fettle/shared/trust/receipt';
import { transcript } from '@fettle/shared/trust/transcript';
import { describe, expect, test } from 'vitest';
import { challenge, connection, fromAgent, fromCollector, hello } from '../golden/protocol/examples.ts';

const folder = new URL('../golden/protocol/1/', import.meta.url);
const recorded = (file: string) => readFileSync(new URL(file, folder));
const text = (file: string) => recorded(file).toString('utf8');
const files = readdirSync(folder);

test('what was recorded stays as it was, byte by byte: agents of 0.1.0 are out there', () => {
  const told = readFileSync(new URL('../golden/protocol/1.sha256', import.meta.url), 'utf8');
  const is = files.toSorted().map((file) => `${createHash('sha256').update(recorded(file)).digest('hex')}  ${file}\n`);
  expect(is.join('')).toBe(told);
});

describe('recorded messages of version 1', () => {
  test.each(Object.entries(fromAgent))('the agent’s %s is read as it was meant', (name, message) => {
    expect(readFromAgent(text(`agent-${name}.json`))).toEqual(message);
  });
  test.each(Object.entries(fromCollector))('the collector’s %s is read as it was meant', (name, message) => {
    expect(readFromCollector(text(`collector-${name}.json`))).toEqual(message);
  });

  test('every type is recorded, and every recorded file is asked for here', () => {
    const types = (messages: object) => new Set(Object.values(messages).map(({ type }: { type: string }) => type));
    expect(types(fromAgent)).toEqual(new Set(Object.keys(agentSchemas)));
    expect(types(fromCollector)).toEqual(new Set(Object.keys(collectorSchemas)));
    const asked = [
      ...Object.keys(fromAgent).map((name) => `agent-${name}.json`),
      ...Object.keys(fromCollector).map((name) => `collector-${name}.json`),
      ...connection.map(({ file }) => `${file}.bin`),
    ];
    expect(files.toSorted()).toEqual(asked.toSorted());
  });

  test('the recorded order and receipt are read as statements', () => {
    const said = (file: string) => JSON.parse(text(file)) as { envelope?: Envelope; receipt?: Envelope };
    const order = said('collector-statement-order.json').envelope as Envelope;
    const receipt = said('agent-result.json').receipt as Envelope;
    const payload = ({ payload: bytes }: Envelope): unknown => JSON.parse(Buffer.from(bytes, 'base64').toString());
    expect(readOrder(payload(order)).reason).toBe('To see what is recorded');
    expect(readReceipt(payload(receipt)).outcome).toBe('done');
  });

  test('the recorded signatures still prove their keys', () => {
    const { signature, ...unsigned } = challenge;
    const said = JSON.parse(text('agent-hello.json')) as object;
    const answered = JSON.parse(text('collector-challenge.json')) as typeof challenge;
    expect(said).toEqual(hello);
    const collector = signerOf('collector').publicKey;
    expect(verify(collector, transcript('collector', [said, unsigned]), fromBase64(signature))).toBe(true);
    const proof = JSON.parse(text('agent-proof.json')) as { signature: string };
    const device = signerOf('device').publicKey;
    expect(verify(device, transcript('device', [said, answered]), fromBase64(proof.signature))).toBe(true);
    const enrol = JSON.parse(text('agent-enrol.json')) as { record: object };
    expect(openDevice(enrol.record, signerOf('token').publicKey).host).toBe('db-1.example');
  });
});

describe('recorded frames of version 1', () => {
  test('are decoded to what was measured, bit for bit, and are what the encoder writes', () => {
    const decoder = createFrameDecoder();
    const encoder = createFrameEncoder();
    let decimals = new Uint8Array();
    let id = 0;
    for (const { file, before, frame } of connection) {
      if (before !== undefined) {
        decimals = Uint8Array.from(decoder.dictionary(before).series, (series) => series.decimals);
        id = before.id;
      }
      const bytes = recorded(`${file}.bin`);
      const decoded = decoder.decode(bytes);
      expect({ ...decoded, values: [...decoded.values] }).toEqual({ ...frame, values: [...frame.values] });
      expect(Buffer.from(encoder.encode(frame, id, decimals)).toString('hex')).toBe(bytes.toString('hex'));
    }
  });

  test('docs/protocol.md works out the first two, byte by byte', () => {
    const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
    for (const file of ['frame-1-key.bin', 'frame-2-delta.bin']) {
      // In the page's table of the frame the first column holds its bytes, in order.
      const [, table = ''] = page.split(`<!-- ${file} -->`);
      const rows = table.split('\n\n')[1]?.split('\n').slice(2) ?? [];
      const bytes = rows.map((row) => /^\| `([0-9a-f ]+)`/.exec(row)?.[1]?.replaceAll(' ', '') ?? '?');
      expect(bytes.join('')).toBe(recorded(file).toString('hex'));
    }
  });
});
