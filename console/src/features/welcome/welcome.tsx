import { meRoutes } from '@contract/me.ts';
import { setupRoutes } from '@contract/setup.ts';
import { Navigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { useBrand } from '@/app/brand.ts';
import { LanguageField, ThemeField } from '@/app/preferences.tsx';
import { Card } from '@/ui/card.tsx';
import { Loaded } from '@/ui/states.tsx';
import { AccountStep } from './account-step.tsx';
import { ChannelStep } from './channel-step.tsx';
import { KeyStep } from './key-step.tsx';
import { PictureStep } from './picture-step.tsx';
import { Progress } from './progress.tsx';
import { type Step, useStep } from './step.ts';

/** From nothing to a first picture: whoever comes first owns the gateway, connects a provider or not, gets a key and draws. */
export default function Welcome() {
  const query = useRoute(setupRoutes.state);
  const [step, go] = useStep();
  return (
    <Loaded query={query} skeleton={<span />}>
      {({ needed, codeNeeded }) => {
        if (needed) {
          return (
            <Frame step="account">
              <AccountStep codeNeeded={codeNeeded} onDone={() => go('channel')} />
            </Frame>
          );
        }
        if (step === undefined || step === 'account') return <Navigate to="/" replace />;
        return <SignedIn step={step} go={go} />;
      }}
    </Loaded>
  );
}

function SignedIn({
  step,
  go,
}: {
  readonly step: Exclude<Step, 'account'>;
  readonly go: (step: Step) => void;
}) {
  const me = useRoute(meRoutes.me);
  /** In memory alone: after a reload the picture is made with a key of the browser's own. */
  const [key, setKey] = useState<string>();
  if (me.error?.status === 401) return <Navigate to="/sign-in" replace />;
  return (
    <Frame step={step}>
      <Loaded query={me}>
        {() => {
          if (step === 'channel') return <ChannelStep onDone={() => go('key')} />;
          if (step === 'key')
            return (
              <KeyStep
                onBack={() => go('channel')}
                onDone={(made) => {
                  setKey(made);
                  go('picture');
                }}
              />
            );
          return <PictureStep gatewayKey={key} onBack={() => go('channel')} />;
        }}
      </Loaded>
    </Frame>
  );
}

function Frame({ step, children }: { readonly step: Step; readonly children: ReactNode }) {
  const { t } = useTranslation('welcome');
  const { name } = useBrand();
  return (
    <div className="mx-auto grid min-h-dvh w-full max-w-2xl content-start gap-6 px-4 py-8 sm:py-14">
      <header className="flex flex-wrap items-center gap-3">
        <img src="/icon.svg" alt="" className="size-10" />
        <div className="mr-auto">
          <p className="text-lg font-semibold">{name}</p>
          <p className="text-sm text-muted-foreground">{t('promise')}</p>
        </div>
      </header>
      <Progress step={step} />
      <main>
        <Card className="grid gap-5 sm:p-8">{children}</Card>
      </main>
      <footer className="flex flex-wrap justify-end gap-4">
        <LanguageField />
        <ThemeField />
      </footer>
    </div>
  );
}
