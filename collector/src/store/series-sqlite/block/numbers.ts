// pure
import type { ByteSink, ByteSource } from './bytes.ts';
import { readHuffman, writeHuffman } from './huffman.ts';
import { readRice, writeRice } from './rice.ts';

/**
 * Whole numbers from 0 to 2^32, in the way that suits them:
 *
 *     way (one byte): 0 all are zero · 1 as rice.ts · 2 with runs · 3 as huffman.ts
 *     with runs: those other than 0 (varint) · the zeros before each, as rice.ts · each less 1, as rice.ts
 */
const ways = { zeros: 0, rice: 1, runs: 2, huffman: 3 } as const;
/** From so many on a table of codes pays. */
const manyFrom = 256;

let runs = new Int32Array(1_024);
let others = new Int32Array(1_024);

/** @param numbers as unsigned of 32 bits */
export function writeNumbers(numbers: Int32Array, count: number, sink: ByteSink): void {
  let first = 0;
  while (first < count && numbers[first] === 0) first++;
  if (first === count) sink.byte(ways.zeros);
  else if (count >= manyFrom) {
    sink.byte(ways.huffman);
    writeHuffman(numbers, count, sink);
  } else if (2 * zerosIn(numbers, count) <= count) {
    sink.byte(ways.rice);
    writeRice(numbers, count, sink);
  } else {
    sink.byte(ways.runs);
    writeRuns(numbers, count, sink);
  }
}

function zerosIn(numbers: Int32Array, count: number): number {
  let zeros = 0;
  for (let i = 0; i < count; i++) if (numbers[i] === 0) zeros++;
  return zeros;
}

function writeRuns(numbers: Int32Array, count: number, sink: ByteSink): void {
  reserve(count);
  let found = 0;
  let run = 0;
  for (let i = 0; i < count; i++) {
    const number = numbers[i] as number;
    if (number === 0) run++;
    else {
      runs[found] = run;
      others[found++] = number - 1;
      run = 0;
    }
  }
  sink.varint(found);
  writeRice(runs, found, sink);
  writeRice(others, found, sink);
}

function reserve(count: number): void {
  if (count <= runs.length) return;
  runs = new Int32Array(2 * count);
  others = new Int32Array(2 * count);
}

/** Reads what `writeNumbers` wrote. @throws RangeError if it is damaged */
export function readNumbers(source: ByteSource, count: number, into: Int32Array): void {
  const way = source.byte();
  const { bytes } = source;
  if (way === ways.zeros) into.fill(0, 0, count);
  else if (way === ways.rice) source.at = readRice(bytes, source.at, count, into);
  else if (way === ways.huffman) source.at = readHuffman(bytes, source.at, count, into);
  else if (way === ways.runs) readRuns(source, count, into);
  else throw new RangeError('Stored numbers are damaged.');
}

function readRuns(source: ByteSource, count: number, into: Int32Array): void {
  const found = source.count(count);
  reserve(found);
  source.at = readRice(source.bytes, source.at, found, runs);
  source.at = readRice(source.bytes, source.at, found, others);
  into.fill(0, 0, count);
  let at = 0;
  for (let i = 0; i < found; i++) {
    at += (runs[i] as number) >>> 0;
    if (at >= count) throw new RangeError('Stored numbers are damaged.');
    into[at++] = (others[i] as number) + 1;
  }
}
