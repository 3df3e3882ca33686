import { CHANNEL_DEFAULTS } from '../contract/channel-defaults.ts';

/** What counts where the operator says nothing, laid out as the configuration file is. `channels`: of each of them. */
export const DEFAULTS = {
  server: {
    port: 8090,
    host: '127.0.0.1',
    body_limit_mb: 256,
    in_flight_limit_mb: 2_048,
    allow_private_urls: false,
    trusted_proxies: [],
    cors_origins: ['*'],
    keep_alive_seconds: 10,
    client_timeout_seconds: 60,
    shutdown_grace_seconds: 120,
  },
  data_dir: './data',
  blobs: { s3: { region: 'us-east-1', prefix: '' } },
  log_level: 'info',
  channels: {
    priority: CHANNEL_DEFAULTS.priority,
    weight: CHANNEL_DEFAULTS.weight,
    timeout_ms: CHANNEL_DEFAULTS.timeoutMs,
    enabled: true,
  },
  images: { url_ttl_seconds: 86_400 },
  answers: { keep_hours: 24 },
  jobs: { concurrency: 32 },
  routing: { strategy: 'adaptive' },
} as const;
