import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { gatewayVariables } from '../../scripts/configuration.ts';
import { DEFAULTS } from '../../src/config/defaults.ts';
import { loadConfig } from '../../src/config.ts';
import { PROVIDERS } from '../../src/providers/all.ts';
import { programOf } from './front.ts';

const GRACE = DEFAULTS.server.shutdown_grace_seconds;
const known = new Set([...gatewayVariables(), ...PROVIDERS.flatMap(({ envKey }) => envKey ?? [])]);
const files = globSync('deploy/**', { exclude: (path) => path === 'node_modules' }).filter((path) =>
  statSync(path).isFile(),
);

it('names only variables that the configuration reference has', () => {
  const named = files.flatMap((file) => {
    const found = readFileSync(file, 'utf8').match(/\bAXONHUB_[A-Z0-9_]*[A-Z0-9]\b/g) ?? [];
    return found.filter((name) => !known.has(name)).map((name) => `${file}: ${name}`);
  });
  expect(named).toEqual([]);
});

interface Service {
  readonly environment?: Record<string, string>;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly depends_on?: Record<string, unknown> | string[];
  readonly volumes?: string[];
  readonly networks?: Record<string, unknown> | string[];
  readonly stop_grace_period?: string;
}
interface Compose {
  readonly services: Record<string, Service>;
  readonly volumes?: Record<string, unknown>;
  readonly networks?: Record<string, unknown>;
}

/** Variables of whoever starts it that are absent, or long enough where they are required. */
const filledIn = (value: string): string =>
  value.replace(/\$\{\w+:\?[^}]*\}/g, '0123456789abcdef').replace(/\$\{\w+:-([^}]*)\}/g, '$1');

const namesOf = (either: Record<string, unknown> | string[] | undefined): string[] =>
  Array.isArray(either) ? either : Object.keys(either ?? {});

describe.each(['deploy/compose.yml', 'deploy/compose.several.yml'])('%s', (path) => {
  const {
    services,
    volumes = {},
    networks = {},
  } = parse(readFileSync(path, 'utf8'), { merge: true }) as Compose;
  const gateways = Object.entries(services).filter(([, { build }]) => build !== undefined);

  it('is built from files that exist', () => {
    expect(gateways.length).toBeGreaterThan(0);
    for (const [, { build }] of gateways)
      expect(existsSync(join('deploy', build?.context ?? '', build?.dockerfile ?? ''))).toBe(true);
  });

  it('refers to services, volumes, networks and files that exist', () => {
    for (const [name, service] of Object.entries(services)) {
      expect(Object.keys(services), name).toEqual(expect.arrayContaining(namesOf(service.depends_on)));
      expect(Object.keys(networks), name).toEqual(expect.arrayContaining(namesOf(service.networks)));
      for (const volume of service.volumes ?? []) {
        const source = volume.split(':')[0] ?? '';
        expect(source.startsWith('.') ? existsSync(join('deploy', source)) : source in volumes, volume).toBe(
          true,
        );
      }
    }
  });

  it('gives gateways a configuration that is valid', async () => {
    for (const [, { environment = {} }] of gateways) {
      const values = Object.entries(environment).map(([name, value]) => [name, filledIn(value)]);
      const env = Object.fromEntries(values);
      const { server, apiKeys } = await loadConfig({ options: {}, env, cwd: tmpdir(), providers: PROVIDERS });
      expect([server.port, apiKeys]).toEqual([DEFAULTS.server.port, []]);
    }
  });

  it('sets variables that the gateway knows, and lets running requests end', () => {
    for (const [, { environment, stop_grace_period }] of gateways) {
      expect(Object.keys(environment ?? {}).filter((name) => !known.has(name))).toEqual([]);
      expect(Number.parseInt(stop_grace_period ?? '', 10)).toBeGreaterThan(GRACE);
    }
  });
});

it('has the proxy of the two gateways go to services that exist', () => {
  const { services } = parse(readFileSync('deploy/compose.several.yml', 'utf8'), { merge: true }) as Compose;
  const conf = readFileSync('deploy/nginx/axonhub.conf', 'utf8');
  const upstreams = [...conf.matchAll(/^\s*server ([\w-]+):8090;/gm)].map(([, name]) => name);
  expect(upstreams).toEqual(Object.keys(services).filter((name) => name.startsWith('gateway')));
});

const verify = programOf('systemd-analyze');
it.skipIf(verify === undefined)(
  'has a unit that systemd finds nothing wrong with, and that lets running requests end',
  () => {
    const unit = readFileSync('deploy/systemd/axonhub.service', 'utf8');
    expect(Number(/TimeoutStopSec=(\d+)/.exec(unit)?.[1])).toBeGreaterThan(GRACE);
    const folder = mkdtempSync(join(tmpdir(), 'axonhub-unit-'));
    try {
      const file = join(folder, 'axonhub.service');
      // The program is not installed here.
      writeFileSync(file, unit.replaceAll('/opt/axonhub/bin/axonhub', '/bin/true'));
      const { status, stderr } = spawnSync(verify ?? '', ['verify', '--man=no', file], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

describe('the chart', () => {
  const CHART = 'deploy/helm/axonhub';
  const values = parse(readFileSync(`${CHART}/values.yaml`, 'utf8')) as Record<string, unknown>;
  const templates = globSync(`${CHART}/templates/*`).map((file) => readFileSync(file, 'utf8'));

  it('uses only values that it has, and has only values that it uses', () => {
    const used = new Set(
      templates.flatMap((text) => [...text.matchAll(/\.Values\.(\w+)/g)].map(([, name]) => name)),
    );
    expect([...used].toSorted()).toEqual(Object.keys(values).toSorted());
  });

  const helm = process.env.HELM ?? programOf('helm');
  const render = (...set: string[]) => {
    const flags = set.flatMap((each) => ['--set', each]);
    const text = execFileSync(helm ?? '', ['template', 'try', CHART, ...flags], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return parseAllDocuments(text).flatMap((document) => {
      expect(document.errors).toEqual([]);
      return (document.toJS() as Manifest | null) ?? [];
    });
  };

  describe.skipIf(helm === undefined)('rendered by Helm', () => {
    it('is one gateway that keeps its data in a volume', () => {
      const manifests = render();
      expect(manifests.map(({ kind }) => kind).toSorted()).toEqual([
        'ConfigMap',
        'Deployment',
        'PersistentVolumeClaim',
        'Service',
        'ServiceAccount',
      ]);
      expect(deploymentOf(manifests)).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    });

    it('is several gateways without a volume, which are replaced one by one', () => {
      const several = [
        'several.enabled=true',
        'several.s3.bucket=pictures',
        'existingSecret=axonhub-secrets',
      ];
      const manifests = render(...several, 'autoscaling.enabled=true', 'ingress.enabled=true');
      expect(manifests.map(({ kind }) => kind).toSorted()).toEqual([
        ...[
          'ConfigMap',
          'Deployment',
          'HorizontalPodAutoscaler',
          'Ingress',
          'PodDisruptionBudget',
          'Service',
          'ServiceAccount',
        ],
      ]);
      const { template } = deploymentOf(manifests);
      const { containers, terminationGracePeriodSeconds } = template.spec;
      expect(terminationGracePeriodSeconds).toBeGreaterThan(GRACE);
      expect(containers[0]?.env.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
    });

    it('is refused where several gateways lack what they share', () => {
      expect(() => render('several.enabled=true')).toThrow('several.s3.bucket');
      expect(() => render('several.enabled=true', 'several.s3.bucket=b')).toThrow(
        'secretEnvironment.AXONHUB_SECRET',
      );
    });
  });
});

interface Manifest {
  readonly kind: string;
  readonly spec: unknown;
}
interface DeploymentSpec {
  readonly template: {
    readonly spec: {
      readonly terminationGracePeriodSeconds: number;
      readonly containers: readonly { readonly env: readonly { readonly name: string }[] }[];
    };
  };
}
const deploymentOf = (manifests: readonly Manifest[]) =>
  manifests.find(({ kind }) => kind === 'Deployment')?.spec as DeploymentSpec;
