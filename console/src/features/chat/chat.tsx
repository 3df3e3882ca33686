import { MessageSquareOff, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallableModel, draws, talks, useCallableModels } from '@/api/callable-models.ts';
import { InProject } from '@/app/in-project.tsx';
import { Button } from '@/ui/button.tsx';
import { Page } from '@/ui/card.tsx';
import { cn } from '@/ui/cn.ts';
import { Empty, Loaded, Skeleton } from '@/ui/states.tsx';
import { ChatCode } from './chat-code.tsx';
import { Composer } from './composer.tsx';
import { isRunning } from './conversation.ts';
import { type ChatSettings, isJson } from './settings.ts';
import { SettingsForm } from './settings-form.tsx';
import { Transcript } from './transcript.tsx';
import { useChat } from './use-chat.ts';

export default function ChatPage() {
  const { t } = useTranslation('chat');
  return (
    <InProject>
      {({ id }) => (
        <Page title={t('title')} description={t('description')}>
          <Models key={id} project={id} />
        </Page>
      )}
    </InProject>
  );
}

function Models({ project }: { readonly project: string }) {
  const { t } = useTranslation('chat');
  const query = useCallableModels(project);
  return (
    <Loaded query={query} skeleton={<Skeleton className="h-96 w-full" />}>
      {(models) => {
        const talking = models.filter(talks);
        return talking.length > 0 ? (
          <Conversation project={project} models={talking} />
        ) : (
          <Empty icon={MessageSquareOff} title={t('none.title')}>
            {t('none.text')}
          </Empty>
        );
      }}
    </Loaded>
  );
}

function Conversation({
  project,
  models,
}: {
  readonly project: string;
  readonly models: readonly CallableModel[];
}) {
  const chat = useChat(project);
  const { t } = useTranslation('chat');
  const [coding, setCoding] = useState(false);
  /** Where the window is narrow, what is said comes first. */
  const [setting, setSetting] = useState(false);
  const [settings, setSettings] = useState<ChatSettings>({
    models: models.slice(0, 1).map(({ id }) => id),
    ...{ system: '', effort: '', temperature: undefined, maxTokens: undefined, draws: false, tools: [] },
  });
  const chosen = models.filter(({ id }) => settings.models.includes(id));
  // What none of the chosen models can do is not asked of them.
  const asked = { ...settings, draws: settings.draws && chosen.some(draws) };
  return (
    <div className="grid gap-6 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <div className="grid content-start gap-4">
        <Button className="lg:hidden" aria-expanded={setting} onClick={() => setSetting(!setting)}>
          <SlidersHorizontal aria-hidden />
          <span className="truncate">{t('settings', { models: settings.models.join(', ') })}</span>
        </Button>
        <div className={cn(!setting && 'hidden lg:block')}>
          <SettingsForm models={models} settings={settings} onChange={setSettings} />
        </div>
      </div>
      <div className="grid content-start gap-4">
        <Transcript chat={chat} settings={asked} />
        <Composer
          running={isRunning(chat.turns)}
          disabled={
            settings.models.length === 0 || !settings.tools.every(({ parameters }) => isJson(parameters))
          }
          empty={chat.turns.length === 0}
          onSend={(text, pictures) => chat.send(asked, text, pictures)}
          onStop={chat.stop}
          onClear={chat.clear}
          onCode={() => setCoding(true)}
        />
      </div>
      {coding && <ChatCode settings={asked} turns={chat.turns} onClose={() => setCoding(false)} />}
    </div>
  );
}
