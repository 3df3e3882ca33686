/**
 * Who may import whom: the one place that says it. ARCHITECTURE.md explains why.
 * A room is a folder of src/. It may always import itself; everything not listed is refused.
 */
const ROOMS = {
  contract: [],
  lib: [],
  wire: ['contract', 'lib'],
  egress: ['contract', 'lib', 'wire'],
  dialects: ['contract', 'lib', 'wire/schema'],
  providers: ['contract', 'lib', 'wire/schema'],
  media: ['contract', 'lib', 'wire', 'egress', 'storage/ports'],
  routing: ['contract', 'lib'],
  storage: ['contract', 'lib'],
  answers: ['contract', 'lib', 'wire', 'storage/ports'],
  bodies: ['contract', 'lib', 'wire', 'answers', 'storage/ports'],
  accounts: ['contract', 'lib', 'storage/ports'],
  channels: ['contract', 'lib', 'routing', 'accounts', 'storage/ports'],
  models: ['contract', 'lib', 'routing', 'storage/ports'],
  metering: ['contract', 'lib', 'storage/ports'],
  telemetry: ['contract', 'lib', 'storage/ports'],
  pipeline: [
    ...['contract', 'lib', 'wire', 'egress', 'media', 'routing', 'accounts', 'metering', 'telemetry'],
    ...['answers', 'bodies', 'storage/ports'],
  ],
  jobs: ['contract', 'lib', 'wire', 'egress', 'answers', 'accounts', 'pipeline', 'storage/ports'],
  server: ['contract', 'lib', 'wire', 'answers', 'pipeline', 'jobs', 'telemetry'],
  admin: [
    ...['contract', 'lib', 'accounts', 'bodies', 'channels', 'metering', 'models', 'routing', 'telemetry'],
    'storage/ports',
  ],
  config: ['contract', 'lib'],
  cluster: ['contract', 'lib', 'storage/ports'],
  commands: [
    ...[
      'contract',
      'lib',
      'accounts',
      'channels',
      'admin/operations/settings-store',
      'config',
      'storage/ports',
    ],
    ...['compose/stores', 'compose/installation-secret', 'compose/probe-stores', 'providers/all'],
  ],
};

/** Rooms whose sub-folders do not know each other, and what all of them may share. */
const STRANGERS = { dialects: 'openai-shared', providers: 'openai-compatible' };

/** Clouds that serve other providers' models in those providers' own formats (decisions/0010). */
const HOSTS = {
  providers: { 'azure-openai': ['openai'], bedrock: ['anthropic'], vertex: ['anthropic', 'gemini'] },
};

/** Rooms without I/O: of Node they may only use these modules. */
const PURE = {
  rooms: ['contract', 'lib', 'dialects', 'providers', 'routing'],
  modules: ['buffer', 'crypto', 'util'],
};

/** The rooms that may import a package. One that is not listed may not be imported at all. */
const PACKAGES = {
  '@modelcontextprotocol/sdk': ['server'],
  '@aws-sdk/client-s3': ['storage'],
  '@fastify/busboy': ['wire', 'server'],
  '@fastify/static': ['server'],
  '@opentelemetry/api': ['telemetry'],
  '@opentelemetry/exporter-trace-otlp-http': ['telemetry'],
  '@opentelemetry/exporter-trace-otlp-proto': ['telemetry'],
  '@opentelemetry/resources': ['telemetry'],
  '@opentelemetry/sdk-trace': ['telemetry'],
  '@redis/client': ['storage'],
  '@smithy/signature-v4': ['providers'],
  '@date-fns/tz': ['metering', 'telemetry', 'admin'],
  'date-fns': ['metering', 'telemetry', 'admin'],
  '@expo-google-fonts/zcool-xiaowei': ['media'],
  'dejavu-fonts-ttf': ['media'],
  fastify: ['server', 'admin'],
  'ipaddr.js': ['egress'],
  kysely: ['storage'],
  'openid-client': ['accounts'],
  'modern-tar': ['commands'],
  pg: ['storage'],
  pino: ['telemetry', 'server'],
  piscina: ['media', 'storage'],
  'prom-client': ['telemetry'],
  sharp: ['media'],
  standardwebhooks: ['jobs'],
  undici: ['egress'],
  yaml: ['config', 'admin'],
  zod: ['dialects', 'providers', 'admin', 'wire', 'config', 'commands'],
};

/** main.ts, app.ts and compose/: they put the rooms together and may import everything. */
const ROOT = '^src/(compose/)?[^/]+\\.(ts|js)$';
const TESTS = '\\.test\\.ts$';
/** `config` is the room src/config/ and its door src/config.ts. */
const inRoom = (room) => (room === 'config' ? '^src/config(/|\\.ts$)' : `^src/${room}(/|\\.ts$)`);
const anyOf = (rooms) => rooms.map(inRoom).join('|');

const roomRules = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `${room}-imports`,
  comment: `${room} may import ${allowed.join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: inRoom(room), pathNot: TESTS },
  to: { path: '^src/', pathNot: anyOf([room, ...allowed]) },
}));

const strangerRules = Object.entries(STRANGERS).flatMap(([room, shared]) => {
  const hosts = Object.entries(HOSTS[room] ?? {});
  const rule = (from, allowed) => ({
    name: `${room}-know-each-other`,
    comment: `${room} never import each other, except ${room}/${shared} and what a cloud serves`,
    severity: 'error',
    from: { path: from, pathNot: TESTS },
    to: { path: `^src/${room}/`, pathNot: `^src/${room}/(${[...allowed, shared].join('|')})/` },
  });
  const others = hosts.map(([name]) => name).join('|') || '$';
  return [
    rule(`^src/${room}/(?!(?:${others})/)([^/]+)/`, ['$1']),
    ...hosts.map(([name, served]) => rule(`^src/${room}/${name}/`, [name, ...served])),
  ];
});

const packagePath = (name) => `(^|node_modules/)${name.replaceAll('.', '\\.')}(/|$)`;
const EXTERNAL = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'unknown'];

const packageRules = Object.entries(PACKAGES).map(([name, rooms]) => ({
  name: `package-${name}`,
  comment: `only ${rooms.join(', ')} may import ${name}`,
  severity: 'error',
  from: { path: '^src/', pathNot: `${anyOf(rooms)}|${ROOT}|${TESTS}` },
  to: { dependencyTypes: EXTERNAL, path: packagePath(name) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...roomRules,
    ...strangerRules,
    ...packageRules,
    {
      name: 'unlisted-package',
      comment: 'the package is missing in PACKAGES of .dependency-cruiser.mjs',
      severity: 'error',
      from: { path: '^src/', pathNot: TESTS },
      to: { dependencyTypes: EXTERNAL, pathNot: ['^\\.', ...Object.keys(PACKAGES).map(packagePath)] },
    },
    {
      name: 'pure-rooms',
      comment: `${PURE.rooms.join(', ')} do no I/O: of Node they may use ${PURE.modules.join(', ')}`,
      severity: 'error',
      from: { path: anyOf(PURE.rooms), pathNot: TESTS },
      to: { dependencyTypes: ['core'], pathNot: `^(${PURE.modules.join('|')})$` },
    },
    {
      name: 'storage-engines',
      comment: 'an engine below storage/ is chosen in app.ts; everyone else knows storage/ports',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/storage/|${ROOT}|${TESTS}` },
      to: { path: '^src/storage/', pathNot: '^src/storage/ports\\.ts$' },
    },
    {
      name: 'composition-root',
      comment:
        'what stands directly in src/ and in compose/ puts the rooms together; no room imports it or the configuration, but for the other commands of the command line',
      severity: 'error',
      from: { path: '^src/', pathNot: `${ROOT}|^src/(config|commands)/|${TESTS}` },
      to: { path: `${ROOT}|^src/config/` },
    },
    {
      name: 'tests-stay-outside',
      comment: 'what runs in production imports no tests',
      severity: 'error',
      from: { path: '^src/', pathNot: TESTS },
      to: { path: `^test/|${TESTS}` },
    },
    {
      name: 'no-cycles',
      comment: 'two files that need each other are one file or want a third',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'the imported file does not exist',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, path: '^\\.' },
    },
  ],
  // TypeScript 7 has no compiler API that dependency-cruiser could use (decisions/0008): swc parses instead.
  options: { parser: 'swc', doNotFollow: { path: 'node_modules' } },
};
