import { Readable } from 'node:stream';
import { JsonBytes } from './json-bytes.ts';

/** Bytes that are gathered before they are given on: a year by the hour is one write. A stream costs more than its bytes. */
const chunk = 512 * 1_024;
/** For which there is room at once. */
const usual = 16 * 1_024;

/** Writes one item, or some joined by commas, as JSON; gives way between its parts. */
export type Item = (into: JsonBytes) => Iterable<unknown>;

/**
 * A listing as JSON, `{"items":[…],"next":null}`: a short one as it is, a long one as a stream, written as its items come and no
 * faster than it is read. Whoever stops reading ends the items. The first chunk is there when this resolves, so an error up to then can
 * still be answered in words; a later one breaks the connection: what arrived cannot be taken for the whole.
 */
export async function listing(items: AsyncIterable<Item>): Promise<Readable | Buffer> {
  const chunks = chunksOf(items);
  const first = await chunks.next();
  if (first.done) return first.value;
  async function* all() {
    yield first.value;
    yield yield* chunks;
  }
  // A stream that ends before it was read never comes to the items.
  return Readable.from(all(), { objectMode: false }).once('close', () => void chunks.return(Buffer.alloc(0)));
}

/** Gives all but the end, and returns that. */
async function* chunksOf(items: AsyncIterable<Item>): AsyncGenerator<Buffer, Buffer> {
  const json = new JsonBytes(usual);
  json.text('{"items":[');
  let more = false;
  for await (const item of items) {
    if (more) json.text(',');
    more = true;
    for (const _ of item(json)) if (json.length >= chunk) yield json.take();
  }
  json.text('],"next":null}');
  return json.take();
}
