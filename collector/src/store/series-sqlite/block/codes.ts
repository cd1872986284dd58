// pure

/** Symbols at most that a code has, and bits of its longest. */
export const symbols = 126;
export const longest = 12;

const sorted = new Int32Array(symbols);
const weights = new Int32Array(symbols);
const parents = new Uint8Array(2 * symbols);
const heights = new Uint8Array(2 * symbols);
const nodes = new Float64Array(2 * symbols);

/** Fills `lengths` with Huffman's for `counts`, none over `longest`; 0 where there is nothing to count. */
export function chooseLengths(counts: Int32Array, lengths: Uint8Array): void {
  lengths.fill(0);
  let used = 0;
  for (let symbol = 0; symbol < counts.length; symbol++) {
    const count = counts[symbol] as number;
    if (count === 0) continue;
    let place = used++;
    for (; place > 0 && (weights[place - 1] as number) > count; place--) {
      weights[place] = weights[place - 1] as number;
      sorted[place] = sorted[place - 1] as number;
    }
    weights[place] = count;
    sorted[place] = symbol;
  }
  if (used === 1) lengths[sorted[0] as number] = 1;
  if (used < 2) return;
  joinLightest(used);
  let room = 1 << longest;
  for (let i = 0; i < used; i++) {
    const length = Math.min(longest, heights[i] as number);
    lengths[sorted[i] as number] = length;
    room -= 1 << (longest - length);
  }
  // Too many are short: the lightest of those that can be are made longer.
  for (let i = 0; room < 0; i = (i + 1) % used) {
    const symbol = sorted[i] as number;
    const length = lengths[symbol] as number;
    if (length === longest) continue;
    lengths[symbol] = length + 1;
    room += 1 << (longest - length - 1);
  }
}

/** Of leaves in order of weight, the first `used` nodes, how far each is from the root. */
function joinLightest(used: number): void {
  for (let i = 0; i < used; i++) nodes[i] = weights[i] as number;
  let leaf = 0;
  let inner = used;
  for (let next = used; next < 2 * used - 1; next++) {
    nodes[next] = 0;
    for (let taken = 0; taken < 2; taken++) {
      const isLeaf = leaf < used && (inner >= next || (nodes[leaf] as number) <= (nodes[inner] as number));
      const child = isLeaf ? leaf++ : inner++;
      nodes[next] = (nodes[next] as number) + (nodes[child] as number);
      parents[child] = next;
    }
  }
  heights[2 * used - 2] = 0;
  for (let node = 2 * used - 3; node >= 0; node--) heights[node] = (heights[parents[node] as number] as number) + 1;
}

const starts = new Int32Array(longest + 2);

/** Fills `codes`, their lowest bit first. @returns the longest's length. @throws RangeError where there are more than fit */
export function makeCodes(lengths: Uint8Array, codes: Uint16Array): number {
  starts.fill(0);
  let most = 0;
  for (let symbol = 0; symbol < symbols; symbol++) {
    const length = lengths[symbol] as number;
    if (length === 0) continue;
    if (length > most) most = length;
    starts[length + 1] = (starts[length + 1] as number) + 1;
  }
  let code = 0;
  for (let length = 1; length <= longest; length++) {
    code = (code + (starts[length] as number)) << 1;
    starts[length] = code;
  }
  for (let symbol = 0; symbol < symbols; symbol++) {
    const length = lengths[symbol] as number;
    if (length === 0) continue;
    const own = starts[length] as number;
    if (own >= 1 << length) throw new RangeError('Stored codes are damaged.');
    starts[length] = own + 1;
    codes[symbol] = turned(own, length);
  }
  return most;
}

/** The bits of a code of at most 16 the other way round: by ones, twos, fours and eights. */
function turned(code: number, length: number): number {
  let bits = ((code >> 1) & 0x5555) | ((code & 0x5555) << 1);
  bits = ((bits >> 2) & 0x3333) | ((bits & 0x3333) << 2);
  bits = ((bits >> 4) & 0x0f0f) | ((bits & 0x0f0f) << 4);
  return ((bits >> 8) | ((bits & 0xff) << 8)) >> (16 - length);
}
