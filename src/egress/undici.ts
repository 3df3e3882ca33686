/**
 * Of undici only what opens connections and speaks HTTP over them. Its index loads its `fetch`, WebSockets, caches and mocks as
 * well: 20 ms and 5 MB of every start for what the gateway never uses.
 */
export { default as buildConnector } from 'undici/lib/core/connect.js';
export { default as errors } from 'undici/lib/core/errors.js';
export { default as Agent } from 'undici/lib/dispatcher/agent.js';
export { default as ProxyAgent } from 'undici/lib/dispatcher/proxy-agent.js';
export { default as Socks5ProxyAgent } from 'undici/lib/dispatcher/socks5-proxy-agent.js';
