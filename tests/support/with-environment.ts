/** Runs something while variables of this process's environment have other values; afterwards all is as it was. */
export async function withEnvironment<Outcome>(
  values: Readonly<Record<string, string>>,
  run: () => Promise<Outcome>,
): Promise<Outcome> {
  const before = { ...process.env };
  Object.assign(process.env, values);
  try {
    return await run();
  } finally {
    process.env = before;
  }
}
