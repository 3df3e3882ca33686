import { MessagesSquare } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/ui/cn.ts';
import { Empty } from '@/ui/states.tsx';
import { AnswerCard } from './answer-card.tsx';
import { openCalls, type Turn } from './conversation.ts';
import type { ChatSettings } from './settings.ts';
import { ToolResults } from './tool-results.tsx';
import type { Chat } from './use-chat.ts';

export function Transcript({ chat, settings }: { readonly chat: Chat; readonly settings: ChatSettings }) {
  const { t } = useTranslation('chat');
  const end = useRef<HTMLDivElement>(null);
  const count = chat.turns.length;
  // A new question is brought into view; while the answer grows, whoever reads above is left alone.
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView({ block: 'end' });
  }, [count]);
  if (count === 0) {
    return (
      <Empty icon={MessagesSquare} title={t('empty.title')}>
        {t('empty.text')}
      </Empty>
    );
  }
  return (
    <section aria-label={t('conversation')} className="grid gap-6">
      {chat.turns.map((turn) => (
        <TurnView key={turn.id} turn={turn} chat={chat} settings={settings} />
      ))}
      <div ref={end} className="scroll-mb-48" />
    </section>
  );
}

function TurnView({
  turn,
  chat,
  settings,
}: {
  readonly turn: Turn;
  readonly chat: Chat;
  readonly settings: ChatSettings;
}) {
  const { t } = useTranslation('chat');
  const isLast = chat.turns.at(-1)?.id === turn.id;
  const models = Object.entries(turn.answers);
  return (
    <article className="grid gap-4">
      <div className="grid max-w-[85%] gap-2 justify-self-end rounded-lg bg-primary/10 px-4 py-3 text-sm">
        {turn.pictures.length > 0 && (
          <div className="flex flex-wrap gap-2">
            {turn.pictures.map(({ url }, index) => (
              <img
                key={url}
                src={url}
                alt={t('picture', { number: index + 1 })}
                className="max-h-40 rounded-md border"
              />
            ))}
          </div>
        )}
        {turn.text !== '' && <p className="break-words whitespace-pre-wrap">{turn.text}</p>}
      </div>
      <div className={cn('grid items-start gap-4', models.length > 1 && 'xl:grid-cols-2')}>
        {models.map(([model, answers]) => (
          <div key={model} className="grid min-w-0 gap-3">
            {answers.map((answer) => (
              <AnswerCard
                key={answer.id}
                model={model}
                answer={answer}
                onRetry={
                  isLast && answer === answers.at(-1) && answer.state !== 'running'
                    ? () => chat.retry(settings, turn.id, model)
                    : undefined
                }
              />
            ))}
            {isLast && openCalls(answers).length > 0 && (
              <ToolResults
                calls={openCalls(answers)}
                onGive={(results) => chat.giveResults(settings, turn.id, model, results)}
              />
            )}
          </div>
        ))}
      </div>
    </article>
  );
}
