# Страница одного человека.

person-heading = Человек
person-gets-heading = Что получит
person-holds-heading = Что есть
person-gets-nothing = Ни ролей, ни групп, ни прав, ни номеров.
person-gone = Аккаунт этого больше не предлагает.
person-field-channel = Сообщение
person-field-validity = Ссылка действует
person-channel-auto = По почте, иначе по SMS
person-channel-email = По почте
person-channel-sms = По SMS
person-joined = Участвует с
person-in-since = участвует с { $date }
person-accepted = Приглашение принято
person-accepted-at = приглашение принято { $date }
person-on = Доступ включён
person-off = Доступ выключен
person-approve = Одобрить
person-approve-hint = Человек принял приглашение и пока не может войти: одобрите его или удалите, чтобы отказать.
person-edit = Изменить
person-save = Сохранить
person-to-member = Открыть страницу участника
person-to-invitation = Принятое приглашение

# История
person-story-none = Рассказывать пока нечего.
person-answer = Ответ: { $reply }
person-actor-operator = тот, кто управляет сервисом
person-via-page = на странице
person-via-api = через API
person-via-api-key = ключом API
person-via-command-line = из командной строки
person-history-added = Теперь участник
person-history-edited = Права изменены
person-history-switched-off = Доступ выключен
person-history-switched-on = Доступ включён
person-history-approved = Одобрено
person-history-not-let-in = По ссылке никто не вошёл
person-history-no-code = По ссылке не отправлен код
person-history-not-declined = Отказ по ссылке не принят
person-history-no-new-link = По ссылке не отправлена новая

# Отправить ещё раз
person-resend-heading = Отправить приглашение ещё раз?
person-resend-text = У получателя ({ $name }) есть ссылка, которая ещё работает; придёт сообщение с новой.
person-link-dies = Прежняя ссылка сразу перестанет работать.
person-link-lives-on = Прежняя ссылка будет работать до { $date }.

# Изменить
person-edit-invitation-heading = Изменить приглашение: { $name }
person-edit-member-heading = Изменить: { $name }
person-edit-member-text = Изменения начнут действовать со следующего шага этого человека.
person-email-hint = Сообщение уже отправляли. Если изменить адрес или номер, ссылка в нём перестанет работать и понадобится новое сообщение; если сообщение ждёт отправки или уже ушло, новое уйдёт сразу.
person-language-usual = Как в аккаунте ({ $language })
person-validity-usual = Как в аккаунте ({ $span })
person-error-contact = Укажите адрес почты или номер телефона.
person-error-login-taken = Этот логин занят. Выберите другой.
person-changed-meanwhile = Пока вы редактировали, это изменил кто-то другой. Введённое вами осталось здесь: сохраните ещё раз, чтобы заменить чужое изменение, или отмените, чтобы его увидеть.
person-notice-saved = Сохранено.
person-notice-sent-anew = Сохранено. Прежняя ссылка больше не работает; новое сообщение уже в пути.
person-notice-link-dead = Сохранено. Прежняя ссылка больше не работает: отправьте приглашение ещё раз.

# Выключить и включить
person-switch = Доступ
person-switch-off-heading = Выключить доступ?
person-switch-off-text = { $name } ({ $known }) ничего не сможет сделать в этом аккаунте, пока доступ не включат снова.
person-switch-off-keeps = Всё, что есть у человека, останется, и номера тоже.
person-other-accounts = Другие аккаунты и пароль не изменятся.
person-switch-off-button = Выключить
person-notice-switched-off = Доступ выключен. Пока человек не может действовать в этом аккаунте.
person-notice-switched-on = Доступ включён. Человек снова может действовать в этом аккаунте.
person-notice-approved = Одобрено. Теперь человек может действовать в этом аккаунте.

# Удалить
person-remove = Удалить
person-remove-heading = Удалить этого человека?
person-remove-text = { $name } ({ $known }) теряет место в аккаунте «{ $account }»
person-remove-access = Со следующего щелчка аккаунта для него не будет, где бы он ни вошёл.
person-remove-numbers = Эти номера освободятся: { $numbers }
person-remove-links = Приглашения, по которым он мог бы вернуться, будут отозваны.
person-remove-button = Удалить человека
person-notice-removed = Человек удалён.

# Чего сделать нельзя
person-last-administrator = Это единственный действующий администратор: сначала сделайте администратором кого-нибудь ещё. До этого его нельзя выключить, удалить или сделать обычным пользователем.
person-is-you = Это вы. Выключить или удалить вас может другой администратор.
person-only-administrators = Менять участников могут только администраторы.
person-holds-more = У этого человека больше прав, чем у вас, поэтому менять их вы не можете.

# Что изменится для других
person-void = { $n ->
    [one] Открыто { $n } приглашение, отправленное этим человеком. Принять его потом будет нельзя; чтобы оно действовало, отправьте его ещё раз от себя:
    [few] Открыто { $n } приглашения, отправленных этим человеком. Принять их потом будет нельзя; чтобы они действовали, отправьте их ещё раз от себя:
   *[other] Открыто { $n } приглашений, отправленных этим человеком. Принять их потом будет нельзя; чтобы они действовали, отправьте их ещё раз от себя:
}
person-void-many = { $n ->
    [one] Открыто больше { $n } приглашения, отправленного этим человеком. Принять их потом будет нельзя; чтобы они действовали, отправьте их ещё раз от себя:
   *[other] Открыто больше { $n } приглашений, отправленных этим человеком. Принять их потом будет нельзя; чтобы они действовали, отправьте их ещё раз от себя:
}
