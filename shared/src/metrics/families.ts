/** Every family, one line each. Where it stands on the device page, it says itself. */
export { agent } from './agent.ts';
export { cpu } from './cpu.ts';
export { disk } from './disk.ts';
export { filesystem } from './filesystem.ts';
export { load } from './load.ts';
export { memory } from './memory.ts';
export { network } from './network.ts';
export { pressure } from './pressure.ts';
export { processes } from './process.ts';
export { raid } from './raid.ts';
export { sensor } from './sensor.ts';
export { smart } from './smart.ts';
export { socket } from './socket.ts';
export { swap } from './swap.ts';
export { unit } from './unit.ts';
export { uptime } from './uptime.ts';
