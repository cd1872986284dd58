import { Readable } from 'node:stream';

/** Characters that are gathered before they are given on. */
const chunk = 65_536;

/**
 * A listing as JSON, `{"items":[…],"next":null}`, written as its items come and no faster than it is read. Whoever stops
 * reading ends the items. The first chunk is there when this resolves, so an error up to then can still be answered in
 * words; a later one breaks the connection: what arrived cannot be taken for the whole.
 * @param items each, or some joined by commas, as JSON, in one or several parts
 */
export async function listing(items: AsyncIterable<Iterable<string>>): Promise<Readable> {
  const chunks = chunksOf(items);
  const first = await chunks.next();
  async function* all() {
    if (!first.done) yield first.value;
    yield* chunks;
  }
  // A stream that ends before it was read never comes to the items.
  return Readable.from(all(), { objectMode: false }).once('close', () => void chunks.return());
}

async function* chunksOf(items: AsyncIterable<Iterable<string>>): AsyncGenerator<string, void> {
  let text = '{"items":[';
  let more = false;
  for await (const item of items) {
    if (more) text += ',';
    more = true;
    for (const part of item) {
      text += part;
      if (text.length < chunk) continue;
      yield text;
      text = '';
    }
  }
  yield `${text}],"next":null}`;
}
