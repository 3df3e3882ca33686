import * as z from 'zod';
import { failure } from '../contract/failure.ts';
import { type AdminRoute, scopesOf, statusOf } from '../contract/route.ts';

type Json = { readonly [member: string]: unknown };

/** The OpenAPI 3.1 document of these routes. Schemas that have an id stand once, under `components`. */
export function openApiDocument(routes: readonly AdminRoute[], version: string): Json {
  const components = new Map<string, Json>();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = `/admin${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'AxonHub admin API',
      version,
      description:
        'Everything the console does. Sign in for a session cookie, or send a key with admin scopes.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: Object.fromEntries(components),
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'axonhub_session' },
        key: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function operation(route: AdminRoute, components: Map<string, Json>): Json {
  const { id, summary, tag, access, body } = route;
  return {
    operationId: id,
    summary,
    tags: [tag],
    ...(access === 'anyone' ? { security: [] } : { security: [{ session: [] }, { key: [] }] }),
    ...(scopesOf(route).length > 0 && { 'x-scope': scopesOf(route).join(' or ') }),
    parameters: [
      ...parameters(route.params, 'path', components),
      ...parameters(route.query, 'query', components),
    ],
    ...(body && {
      requestBody: {
        required: !body.safeParse({}).success,
        content: { 'application/json': { schema: schemaOf(body, 'input', components) } },
      },
    }),
    responses: { [statusOf(route)]: success(route, components), default: refusal(components) },
  };
}

function parameters(
  schema: z.ZodObject | undefined,
  place: 'path' | 'query',
  components: Map<string, Json>,
): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, member]) => {
    const { description, ...rest } = schemaOf(member as z.ZodType, 'input', components);
    const required = place === 'path' || !(member as z.ZodType).safeParse(undefined).success;
    return { name, in: place, required, ...(description !== undefined && { description }), schema: rest };
  });
}

function success({ reply, produces }: AdminRoute, components: Map<string, Json>): Json {
  if (produces !== undefined) return { description: 'Success', content: { [produces]: {} } };
  if (!reply) return { description: 'Success, without a body' };
  return {
    description: 'Success',
    content: { 'application/json': { schema: schemaOf(reply, 'output', components) } },
  };
}

const refusal = (components: Map<string, Json>): Json => ({
  description: 'Refusal or failure',
  content: { 'application/json': { schema: schemaOf(failure, 'output', components) } },
});

/** A JSON Schema; parts that have an id move to `components` and are referred to. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Map<string, Json>): Json {
  const whole = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as Json;
  const { $schema: _, $defs, ...rest } = whole;
  const suffix = (name: string): string => (io === 'input' ? `${name}Input` : name);
  for (const [name, definition] of Object.entries(($defs ?? {}) as { [name: string]: Json })) {
    components.set(suffix(name), renamed(withoutId(definition), suffix));
  }
  const { id } = rest as { id?: string };
  if (id === undefined) return renamed(rest, suffix);
  components.set(suffix(id), renamed(withoutId(rest), suffix));
  return { $ref: `#/components/schemas/${suffix(id)}` };
}

const withoutId = ({ id: _, ...rest }: Json): Json => rest;

/** The same schema with references that point to `components`. */
function renamed(schema: Json, suffix: (name: string) => string): Json {
  return JSON.parse(
    JSON.stringify(schema, (key, value) =>
      key === '$ref' && typeof value === 'string'
        ? `#/components/schemas/${suffix(value.replace('#/$defs/', ''))}`
        : value,
    ),
  );
}
