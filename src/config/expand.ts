export type Environment = { readonly [name: string]: string | undefined };

const REFERENCE = /\$\$\{|\$\{([^}]*)\}/g;
const BODY = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

/**
 * Replaces `${NAME}` and `${NAME:-default}` by the environment's values; `$${` stands for a literal `${`.
 * An empty variable counts as missing. `missing` is told every name that has neither value nor default.
 */
export function expand(text: string, env: Environment, missing: (message: string) => void): string {
  return text.replace(REFERENCE, (whole, body: string | undefined) => {
    if (body === undefined) return '${';
    const [, name, fallback] = BODY.exec(body) ?? [];
    if (name === undefined) {
      missing('a reference must look like ${NAME} or ${NAME:-default}');
      return whole;
    }
    const value = env[name] || fallback;
    if (value === undefined) missing(`the environment variable ${name} is not set`);
    return value ?? whole;
  });
}
