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
    return new Failure(message, { status, code, field, retryAfter });
  }
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
