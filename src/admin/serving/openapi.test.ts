import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { ADMIN_ROUTES } from '../contract/all.ts';
import { SCOPES } from '../contract/scopes.ts';
import { openApiDocument } from './openapi.ts';

type Operation = { readonly [member: string]: unknown };

const document = JSON.parse(JSON.stringify(openApiDocument(ADMIN_ROUTES, '1.2.3')));
const operations = Object.values(document.paths as Record<string, Record<string, Operation>>).flatMap(
  (path) => Object.values(path),
);

/** Every `$ref` in the document. */
function references(tree: unknown): string[] {
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([name, value]) =>
    name === '$ref' && typeof value === 'string' ? [value] : references(value),
  );
}

describe('the OpenAPI document of the admin API', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    expect(errors).toBeUndefined();
    expect([valid, validator.version]).toEqual([true, '3.1']);
  });

  it('refers to nothing that is not in it', () => {
    const missing = references(document).filter((reference) => {
      const steps = reference.replace('#/', '').split('/');
      return (
        steps.reduce<unknown>((at, step) => (at as Operation | undefined)?.[step], document) === undefined
      );
    });
    expect(references(document).length).toBeGreaterThan(10);
    expect(missing).toEqual([]);
  });

  it('names every route once, with a sentence about it', () => {
    expect(operations.map(({ operationId }) => operationId)).toEqual(
      ADMIN_ROUTES.map(({ id }) => id).toSorted(byPlace),
    );
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(ADMIN_ROUTES.length);
    for (const { summary } of operations) expect(summary).toMatch(/^[A-Z].{5,}[^.]$/);
  });

  it('says which permission a call needs, or that it needs none', () => {
    for (const { access, id } of ADMIN_ROUTES) {
      const operation = operations.find(({ operationId }) => operationId === id);
      const scopes = [access].flat().filter((each) => Object.hasOwn(SCOPES, each));
      expect(operation?.['x-scope']).toBe(scopes.length > 0 ? scopes.join(' or ') : undefined);
      expect(operation?.security).toEqual(access === 'anyone' ? [] : [{ session: [] }, { key: [] }]);
    }
  });

  it('describes each parameter of a path', () => {
    for (const [path, methods] of Object.entries(
      document.paths as Record<string, Record<string, Operation>>,
    )) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters } of Object.values(methods)) {
        const given = (parameters as { in: string; name: string }[]).filter((each) => each.in === 'path');
        expect(given.map(({ name }) => name).sort()).toEqual(wanted.sort());
      }
    }
  });
});

/** Operations stand by path, in the order in which paths came first. */
function byPlace(one: string, other: string): number {
  const paths = [...new Set(ADMIN_ROUTES.map(({ path }) => path))];
  const placeOf = (id: string) => paths.indexOf(ADMIN_ROUTES.find((route) => route.id === id)?.path ?? '/');
  return placeOf(one) - placeOf(other);
}
