import { Brain, RefreshCw, ShieldBan, TriangleAlert, Wrench } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Card } from '@/ui/card.tsx';
import { CopyButton } from '@/ui/copy.tsx';
import { useFormat } from '@/ui/format.ts';
import { FailureNote } from '@/ui/states.tsx';
import type { Answer, ToolCall } from './conversation.ts';

const NANO = 1_000_000_000;

/** What one model said: its thinking, words, pictures and calls, with time, tokens, cost and warnings. */
export function AnswerCard({
  model,
  answer,
  onRetry,
}: {
  readonly model: string;
  readonly answer: Answer;
  readonly onRetry: (() => void) | undefined;
}) {
  const { t } = useTranslation('chat');
  const { said, state, error } = answer;
  const silent =
    said.text + said.refusal === '' && said.thinking === '' && said.calls.length + said.pictures.length === 0;
  return (
    <Card className="grid min-w-0 gap-3 p-4" data-state={state}>
      <header className="flex flex-wrap items-center gap-2">
        <h3 className="mr-auto text-sm font-medium">{model}</h3>
        {state === 'stopped' && <Badge tone="warning">{t('stopped')}</Badge>}
        {said.finish === 'length' && <Badge tone="warning">{t('cut')}</Badge>}
        {said.finish === 'content_filter' && <Badge tone="warning">{t('filtered')}</Badge>}
        {said.text !== '' && state !== 'running' && <CopyButton text={said.text} />}
        {onRetry && (
          <Button kind="ghost" size="icon" aria-label={t('retry')} onClick={onRetry}>
            <RefreshCw aria-hidden />
          </Button>
        )}
      </header>
      {said.thinking !== '' && (
        <Thinking text={said.thinking} open={said.text === '' && state === 'running'} />
      )}
      {said.text !== '' && (
        <p className="text-sm leading-relaxed break-words whitespace-pre-wrap">
          {said.text}
          {state === 'running' && (
            <span aria-hidden className="ml-0.5 inline-block h-4 w-2 animate-pulse bg-primary align-middle" />
          )}
        </p>
      )}
      {said.refusal !== '' && (
        <div role="note" className="flex gap-3 rounded-lg border border-warning/40 bg-warning/5 p-3 text-sm">
          <ShieldBan aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
          <p className="break-words whitespace-pre-wrap">
            <strong className="font-medium">{t('refused')}</strong> {said.refusal}
          </p>
        </div>
      )}
      {silent && state === 'running' && (
        <p role="status" className="animate-pulse text-sm text-muted-foreground">
          {t('waiting')}
        </p>
      )}
      {silent && state === 'done' && <p className="text-sm text-muted-foreground">{t('nothing')}</p>}
      {said.pictures.map(({ url }, index) => (
        <a key={url} href={url} download={`${model}-${index + 1}`} title={t('download')}>
          <img src={url} alt={t('drawn', { number: index + 1 })} className="max-h-96 rounded-md border" />
        </a>
      ))}
      {said.calls.map((call) => (
        <Call key={call.id} call={call} result={answer.results?.[call.id]} />
      ))}
      {state === 'failed' && <FailureNote error={error} />}
      <Warnings answer={answer} />
      {state !== 'running' && <Facts answer={answer} />}
    </Card>
  );
}

function Thinking({ text, open }: { readonly text: string; readonly open: boolean }) {
  const { t } = useTranslation('chat');
  return (
    <details open={open} className="rounded-md bg-muted/60 px-3 py-2 text-sm">
      <summary className="flex cursor-pointer items-center gap-2 text-xs text-muted-foreground">
        <Brain aria-hidden className="size-3.5" />
        {t('thinking')}
      </summary>
      <p className="mt-2 max-h-60 overflow-y-auto text-xs whitespace-pre-wrap text-muted-foreground">
        {text}
      </p>
    </details>
  );
}

function Call({ call, result }: { readonly call: ToolCall; readonly result: string | undefined }) {
  const { t } = useTranslation('chat');
  return (
    <div className="grid gap-2 rounded-md border p-3 text-xs">
      <p className="flex items-center gap-2 font-medium">
        <Wrench aria-hidden className="size-3.5 text-primary" />
        {t('calls', { name: call.function.name })}
      </p>
      <pre className="overflow-x-auto whitespace-pre-wrap">{pretty(call.function.arguments)}</pre>
      {result !== undefined && (
        <p className="border-t pt-2 whitespace-pre-wrap text-muted-foreground">
          {t('result')}: {result}
        </p>
      )}
    </div>
  );
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

function Warnings({ answer: { said } }: { readonly answer: Answer }) {
  const { t } = useTranslation('chat');
  if (said.warnings.length === 0) return null;
  return (
    <ul className="grid gap-1.5" aria-label={t('warnings')}>
      {said.warnings.map(({ kind, field, detail }) => (
        <li key={`${field} ${detail}`} className="flex gap-2 text-xs">
          <TriangleAlert className="mt-0.5 size-3.5 shrink-0 text-warning" aria-hidden />
          <span>
            <strong className="font-medium">{field}</strong> {t(`studio:warning.${kind}`)}: {detail}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Facts({ answer: { said, startedAt, firstAt, endedAt } }: { readonly answer: Answer }) {
  const { t } = useTranslation('chat');
  const format = useFormat();
  const { usage, cost } = said;
  const thought = usage?.completion_tokens_details?.reasoning_tokens ?? 0;
  return (
    <footer className="flex flex-wrap gap-1.5">
      {endedAt !== undefined && <Badge>{format.duration(endedAt - startedAt)}</Badge>}
      {firstAt !== undefined && <Badge>{t('first', { time: format.duration(firstAt - startedAt) })}</Badge>}
      {usage && (
        <Badge>
          {t('tokens', {
            input: format.number(usage.prompt_tokens),
            output: format.number(usage.completion_tokens),
          })}
        </Badge>
      )}
      {thought > 0 && <Badge>{t('thought', { count: thought })}</Badge>}
      {cost !== undefined && <Badge>{cost === null ? t('costUnknown') : format.cost(cost * NANO)}</Badge>}
    </footer>
  );
}
