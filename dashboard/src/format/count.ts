// pure
const words = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
] as const;

/** 1204 as "1,204" */
export function number(n: number): string {
  return n.toLocaleString('en-GB').replace('-', '−');
}

/** A number at the start of a sentence: "Five", from thirteen on "13". */
export function Count(n: number): string {
  return words[n] ?? number(n);
}

/** "1 device", "412 devices" */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}
