import { Readable } from 'node:stream';
import { JsonBytes } from './json-bytes.ts';

/** Bytes that are gathered before they are given on: a year by the hour is one write. A stream costs more than its bytes. */
const chunk = 512 * 1_024;
/** For which there is room at once. */
const usual = 16 * 1_024;

/** Writes on: items as JSON, the commas between them included. */
export type Part = (into: JsonBytes) => void;

/**
 * A listing as JSON, `{"items":[…],"next":null}`: a short one as it is, a long one as a stream, written as its parts come and no
 * faster than it is read. Whoever stops reading ends the parts. The first chunk is there when this resolves, so an error up to then can
 * still be answered in words; a later one breaks the connection: what arrived cannot be taken for the whole.
 */
export async function listing(parts: AsyncIterable<Part>): Promise<Readable | Buffer> {
  const chunks = chunksOf(parts);
  const first = await chunks.next();
  if (first.done) return first.value;
  async function* all() {
    yield first.value;
    yield yield* chunks;
  }
  // A stream that ends before it was read never comes to the parts.
  return Readable.from(all(), { objectMode: false }).once('close', () => void chunks.return(Buffer.alloc(0)));
}

/** Gives all but the end, and returns that. */
async function* chunksOf(parts: AsyncIterable<Part>): AsyncGenerator<Buffer, Buffer> {
  const json = new JsonBytes(usual);
  json.text('{"items":[');
  for await (const part of parts) {
    part(json);
    if (json.length >= chunk) yield json.take();
  }
  json.text('],"next":null}');
  return json.take();
}
