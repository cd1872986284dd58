import type { Host } from '../samplers/sampler.ts';

const withinMs = 1_000;

/** Why the agent is told to stop: because the whole system goes down, or only the agent. Without systemd: only the agent. */
export async function leaving(host: Host): Promise<'shutdown' | 'stop'> {
  const answer = await host.run('systemctl', ['show', '--property=SystemState'], withinMs).catch(() => '');
  return answer.trim() === 'SystemState=stopping' ? 'shutdown' : 'stop';
}
