// Whether the gateway of this machine answers: the exit code tells. For images, which have no curl (deploy/Dockerfile).
const port = process.env.AXONHUB_PORT || 8090;
const isHealthy = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(4_000) }).then(
  (answer) => answer.ok,
  () => false,
);
process.exitCode = isHealthy ? 0 : 1;
