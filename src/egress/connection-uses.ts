import { subscribe } from 'node:diagnostics_channel';

/** A request that wants to know whether its connection was used before. */
interface Leaving {
  onConnection(isReused: boolean): void;
}

/** Connections that have carried a request. */
const used = new WeakSet<object>();
let leaving: Leaving | undefined;

/** To be called from `onRequestStart`: undici names the connection right afterwards, before anything else runs, and nowhere but on this channel. */
export function leavesNow(request: Leaving): void {
  leaving = request;
}

subscribe('undici:client:sendHeaders', (message) => {
  const { socket } = message as { readonly socket: object };
  leaving?.onConnection(used.has(socket));
  leaving = undefined;
  used.add(socket);
});
