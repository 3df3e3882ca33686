import { useTranslation } from 'react-i18next';
import { LanguageField, ThemeField } from '@/app/preferences.tsx';
import { useMe } from '@/app/session.ts';
import { Card, Page } from '@/ui/card.tsx';
import { Fact, Facts } from '@/ui/facts.tsx';
import { RoleBadge } from '../people/role-badge.tsx';
import { NameForm } from './name-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { Sessions } from './sessions.tsx';

export default function AccountPage() {
  const { t } = useTranslation('account');
  const me = useMe();
  return (
    <Page title={t('title')} description={t('description')}>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card className="grid gap-5">
          <h2 className="font-medium">{t('profile')}</h2>
          <Facts>
            <Fact name={t('email')}>{me.email ?? '–'}</Fact>
            <Fact name={t('role')}>
              <RoleBadge id={me.role} />
            </Fact>
            <Fact name={t('projects')}>
              {me.projects.length === 0 ? (
                '–'
              ) : (
                <span className="flex flex-wrap gap-x-4 gap-y-1">
                  {me.projects.map(({ id, name, role }) => (
                    <span key={id} className="flex items-center gap-2">
                      {name} {role !== null && <RoleBadge id={role} />}
                    </span>
                  ))}
                </span>
              )}
            </Fact>
          </Facts>
          <NameForm name={me.name} />
        </Card>
        <Card className="grid gap-5">
          <h2 className="font-medium">{t(me.hasPassword ? 'password' : 'newPassword')}</h2>
          <PasswordForm hasPassword={me.hasPassword} email={me.email ?? ''} />
        </Card>
        <Card className="grid gap-5">
          <div className="grid gap-1">
            <h2 className="font-medium">{t('preferences')}</h2>
            <p className="text-sm text-muted-foreground">{t('preferencesHint')}</p>
          </div>
          <div className="grid gap-4 sm:grid-cols-2">
            <LanguageField />
            <ThemeField />
          </div>
        </Card>
        <Sessions />
      </div>
    </Page>
  );
}
