// pure
/** Where it listens as a service; only the agent's user may connect. */
export const executorSocket = '/run/fettle-executor.sock';
