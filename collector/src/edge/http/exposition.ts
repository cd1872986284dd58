// pure
/** The collector's own figures as Prometheus text (exposition format 0.0.4). */
export interface Figure {
  /** Without the `fettle_` in front. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly values: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

const escapeLabel = (text: string) =>
  text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('"', String.raw`\"`);

function sampleLine(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escapeLabel(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
}

export function exposition(figures: readonly Figure[]): string {
  const lines = figures.flatMap(({ name, type, help, values }) => [
    `# HELP fettle_${name} ${help}`,
    `# TYPE fettle_${name} ${type}`,
    ...values.map(({ labels = {}, value }) => sampleLine(`fettle_${name}`, labels, value)),
  ]);
  return `${lines.join('\n')}\n`;
}
