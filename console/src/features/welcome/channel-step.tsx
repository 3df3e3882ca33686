import { channelRoutes } from '@contract/channels.ts';
import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { NewChannel } from '@/features/channels/new-channel.tsx';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Loaded } from '@/ui/states.tsx';
import { StepTitle } from './step-title.tsx';

/** A provider's key, or the demo, or what the environment brought already. */
export function ChannelStep({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('welcome');
  const channels = useRoute(channelRoutes.list, { query: { state: 'enabled' } });
  return (
    <>
      <StepTitle title={t('channel.title')}>{t('channel.text')}</StepTitle>
      <Loaded query={channels}>
        {({ items }) => {
          const real = items.filter(({ type }) => type !== 'demo');
          return (
            <>
              {real.length > 0 && (
                <div className="grid gap-2 rounded-lg border border-success/40 bg-success/5 p-4 text-sm">
                  <p className="flex items-center gap-2 font-medium">
                    <CircleCheck aria-hidden className="size-4 text-success" />
                    {t('channel.there')}
                  </p>
                  <div className="flex flex-wrap gap-1.5">
                    {real.map(({ id, name }) => (
                      <Badge key={id}>{name}</Badge>
                    ))}
                  </div>
                </div>
              )}
              <NewChannel
                onDone={onDone}
                other={
                  <Button kind="ghost" onClick={onDone}>
                    {t(real.length > 0 ? 'channel.goOn' : 'channel.demo')}
                  </Button>
                }
              />
            </>
          );
        }}
      </Loaded>
    </>
  );
}
