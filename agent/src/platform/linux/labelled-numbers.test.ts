import { expect, test } from 'vitest';
import { LabelledNumbers } from './labelled-numbers.ts';
import { bytesOf, Reader } from './reader.ts';

const reader = new Reader();
function load(text: string): Reader {
  const bytes = bytesOf(text);
  reader.load(bytes, bytes.length);
  return reader;
}

test('pairs: label and number by turns, behind a name that may hold a digit', () => {
  const numbers = new LabelledNumbers([
    ['TCP', 'tw'],
    ['TCP6', 'inuse'],
    ['UDP', 'mem'],
    ['UDP', 'gone'],
  ]);
  numbers.parsePairs(load('sockets: used 15\nTCP: inuse 1 orphan 0 tw 7 mem 345\nTCP6: inuse 4\nUDP: inuse 0 mem 2\n'));
  expect([...numbers.values]).toEqual([7, 4, 2, Number.NaN]);
  numbers.parsePairs(load('sockets: used 15\nTCP: inuse 1 orphan 0 tw 8 mem 345\nTCP6: inuse 5\nUDP: inuse 0 mem 3\n'));
  expect([...numbers.values]).toEqual([8, 5, 3, Number.NaN]);
});

test('table: a line of labels, then one of numbers, of which one may be negative', () => {
  const numbers = new LabelledNumbers([
    ['Tcp', 'InSegs'],
    ['Udp', 'InErrors'],
    ['Tcp', 'MaxConn'],
  ]);
  const text = 'Ip: Forwarding\nIp: 2\nTcp: MaxConn InSegs\nTcp: -1 106037\nUdp: InDatagrams InErrors\nUdp: 375 9\n';
  numbers.parseTable(load(text));
  expect([...numbers.values]).toEqual([106_037, 9, 1]);
});

test('a file that is cut short leaves the rest absent', () => {
  const numbers = new LabelledNumbers([
    ['TCP', 'inuse'],
    ['UDP', 'inuse'],
  ]);
  numbers.parsePairs(load('TCP: inuse 1\nUDP: inuse 2\n'));
  numbers.parsePairs(load('TCP: inuse 3\nUDP'));
  expect([...numbers.values]).toEqual([3, Number.NaN]);
  numbers.parsePairs(load(''));
  expect([...numbers.values]).toEqual([Number.NaN, Number.NaN]);
});

test('a line that appears later shifts no other', () => {
  const numbers = new LabelledNumbers([
    ['Ip', 'InReceives'],
    ['Tcp', 'InSegs'],
  ]);
  numbers.parseTable(load('Ip: TTL InReceives\nIp: 64 5\nTcp: MaxConn InSegs\nTcp: -1 7\n'));
  expect([...numbers.values]).toEqual([5, 7]);
  numbers.parseTable(
    load('Ip: TTL InReceives\nIp: 64 6\nIcmpMsg: InType3\nIcmpMsg: 1\nTcp: MaxConn InSegs\nTcp: -1 8\n'),
  );
  expect([...numbers.values]).toEqual([6, 8]);
});
