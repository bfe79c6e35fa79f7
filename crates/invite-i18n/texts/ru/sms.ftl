# Приглашения по СМС: коротко, ведь кириллица вмещает лишь 70 знаков.

sms-invitation = { $inviter } приглашает вас в «{ $account }»: { $link }
sms-temporary-password = { $inviter } приглашает вас в «{ $account }». Логин: { $user } Временный пароль: { $password } Вход: { $link }
sms-code = Ваш код для { $account }: { $code } Действует 10 минут.
