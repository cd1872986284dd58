/**
 * The same data into the collector and into the databases that people use for it, in one run, by turns: Prometheus and
 * VictoriaMetrics by remote write, where they are installed (else they are skipped and named). Agents speak to the
 * collector as they do, TLS included; remote write is plain HTTP on loopback with requests of 10,000 samples. Processor
 * seconds are those of the whole process, until what follows from the samples is done; what each spends with nothing to do is
 * taken off. Then a day of fifty devices, for
 * sizes and questions. A figure named `ratio_…` is ours to theirs. `--quick`: fewer rounds and six hours.
 */
import type { Emit } from './figure.ts';
import { byTurns } from './peers/by-turns.ts';
import { startDatabases } from './peers/database.ts';
import { overADay } from './peers/over-a-day.ts';

export async function run(emit: Emit, { quick = false }: { quick?: boolean }): Promise<void> {
  for (const part of [byTurns, overADay]) {
    const databases = await startDatabases();
    try {
      await part(emit, databases, quick);
    } finally {
      for (const database of databases) await database[Symbol.asyncDispose]();
    }
  }
}
