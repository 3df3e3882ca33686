import i18next from 'i18next';

/** What went wrong, with what people and forms need to know. */
export class Failure extends Error {
  /** HTTP status; 0: the gateway could not be reached. */
  readonly status: number;
  /** As `permission_denied`. */
  readonly code: string;
  /** The member at fault, as `rules.quotas[0].limit`. */
  readonly field: string | null;
  /** Seconds until another try makes sense. */
  readonly retryAfter: number | null;

  constructor(
    message: string,
    facts: Partial<Pick<Failure, 'status' | 'code' | 'field' | 'retryAfter'>> = {},
  ) {
    super(message);
    this.name = 'Failure';
    this.status = facts.status ?? 0;
    this.code = facts.code ?? 'unreachable';
    this.field = facts.field ?? null;
    this.retryAfter = facts.retryAfter ?? null;
  }

  static ofNetwork(error: unknown): unknown {
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    return new Failure('unreachable');
  }

  /** Reads the shapes of the admin API and of the client formats alike. */
  static async ofResponse(response: Response): Promise<Failure> {
    const { status } = response;
    const retryAfter = Number(response.headers.get('retry-after')) || null;
    const text = await response.text().catch(() => '');
    const error = memberOf(parsed(text), 'error');
    const message = textOf(memberOf(error, 'message')) ?? `HTTP ${status}`;
    const code = textOf(memberOf(error, 'code')) ?? `http_${status}`;
    const field = textOf(memberOf(error, 'field')) ?? textOf(memberOf(error, 'param')) ?? null;
    return new Failure(inWords(error, message, field), { status, code, field, retryAfter });
  }
}

/** The same message in the language in use, where the gateway says which one it is. The member's name stays before it. */
function inWords(error: unknown, message: string, field: string | null): string {
  const reason = textOf(memberOf(error, 'reason'));
  if (reason === undefined) return message;
  const prefix = field !== null && message.startsWith(`${field}: `) ? `${field}: ` : '';
  const said = message.slice(prefix.length);
  const params = memberOf(error, 'params') as Record<string, string> | undefined;
  return prefix + i18next.t(`gateway:${reason}`, { ...params, defaultValue: said });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
