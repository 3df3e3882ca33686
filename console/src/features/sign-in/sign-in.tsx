import { OIDC_PROBLEMS, oidcRoutes } from '@contract/oidc.ts';
import { sessionRoutes } from '@contract/session.ts';
import { useNavigate } from '@tanstack/react-router';
import { KeyRound, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { urlOf } from '@/api/call.ts';
import { useRoute } from '@/api/use-route.ts';
import { useBrand } from '@/app/brand.ts';
import { useUrlState } from '@/app/url-state.ts';
import { buttonClass } from '@/ui/button.tsx';
import { Card } from '@/ui/card.tsx';
import { PasswordForm } from './password-form.tsx';

/** By password, or elsewhere where the installation allows it. */
export default function SignIn() {
  const { t } = useTranslation('sign-in');
  const navigate = useNavigate();
  const { data } = useRoute(sessionRoutes.options);
  const { name, logo, message } = useBrand();
  const [{ problem }] = useUrlState();
  const known = OIDC_PROBLEMS.find((each) => each === problem);
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <Card className="grid w-full max-w-sm grid-cols-1 gap-5">
        <div className="grid justify-items-center gap-3 text-center">
          <img src={logo} alt="" className="h-12 max-w-48 object-contain" />
          <h1 className="text-xl font-semibold break-words">{t('title', { name })}</h1>
          {message !== null && (
            <p className="text-sm break-words whitespace-pre-line text-muted-foreground">{message}</p>
          )}
        </div>
        {known !== undefined && (
          <div
            role="alert"
            className="flex gap-3 rounded-lg border border-warning/40 bg-warning/5 p-3 text-sm"
          >
            <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-hidden />
            <div className="grid gap-1">
              <p className="font-medium">{t(`problem.${known}.title`)}</p>
              <p className="text-muted-foreground">{t(`problem.${known}.text`)}</p>
            </div>
          </div>
        )}
        {data?.oidc && (
          <>
            <a href={urlOf(oidcRoutes.start)} className={buttonClass({ kind: 'primary' })}>
              <KeyRound aria-hidden />
              {t('with', { label: data.oidc.label })}
            </a>
            <div className="flex items-center gap-3 text-xs text-muted-foreground">
              <span className="h-px flex-1 bg-border" />
              {t('or')}
              <span className="h-px flex-1 bg-border" />
            </div>
          </>
        )}
        <PasswordForm kind={data?.oidc ? 'secondary' : 'primary'} onDone={() => void navigate({ to: '/' })} />
      </Card>
    </main>
  );
}
