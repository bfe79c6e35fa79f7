# Страницы. Каждый язык назван сам по себе, чтобы его читатели нашли его.
# Простой текст: без разметки, без восклицательных знаков; «вы», «ёлочки». $inviter, $account, $name — имена, они не склоняются и могут кончаться точкой.

# Вокруг каждой страницы
page-product = Invite
page-language = Язык
page-language-en = English
page-language-id = Bahasa Indonesia
page-language-ru = Русский
page-skip = К содержанию
page-title-error = Ошибка:
page-problems-heading = Проверьте, что вы ввели
page-and-more = и ещё { $n }
page-optional = (необязательно)
page-cancel = Отмена
page-to-start = На главную

# Приглашение
page-invitation-heading = Приглашение в «{ $account }»
page-invitation-lead = { $inviter } приглашает вас в аккаунт «{ $account }»
page-invitation-validity = Приглашение действует до { $date }.
page-accept-explanation = Придумайте пароль, чтобы принять приглашение.
page-accept-button = Принять приглашение
page-temporary-explanation = Вы вошли с временным паролем. Придумайте новый, который знаете только вы.
page-sign-in-explanation = У вас уже есть учётная запись с этим адресом. Введите её пароль, чтобы присоединиться.
page-sign-in-and-join-button = Войти и присоединиться
page-join-button = Присоединиться
page-switch-explanation = Вы вошли как { $own }, а приглашение — для { $invited }. Выйдите, чтобы продолжить: приглашение останется открытым здесь.
page-switch-button = Выйти и продолжить
page-decline-link = Отклонить приглашение
page-decline-heading = Отклонить это приглашение?
page-decline-button = Отклонить
page-decline-back = Вернуться к приглашению
page-in-heading = Вы присоединились
page-in-text = Добро пожаловать. Теперь вы участник аккаунта «{ $account }»
page-in-continue-button = Продолжить

# Ссылки, которые ничего не открывают
page-expired-heading = Срок приглашения истёк
page-expired-text = { $inviter } приглашает вас в аккаунт «{ $account }». Ссылка действовала до { $date }.
page-expired-advice = Попросите прислать новое приглашение. Его отправитель: { $inviter }
page-superseded-heading = Есть более новое приглашение
page-superseded-text = { $inviter } приглашает вас в аккаунт «{ $account }». С тех пор вам отправили новое сообщение: работает ссылка из него.
page-superseded-advice = Откройте ссылку из последнего сообщения. Если не нашли его, загляните в папку «Спам» или попросите отправить ещё раз. Отправитель: { $inviter }
page-renew-button = Прислать новую ссылку
page-renew-possible = Мы можем отправить новую ссылку на { $place }
page-renew-possible-newer = Новое сообщение отправлено на { $place } ({ $date }). Если вы его не нашли, мы можем отправить ещё одно туда же.
page-renew-possible-somewhere = Мы можем отправить новую ссылку на адрес из приглашения.
page-renew-sent = Мы отправили новую ссылку на { $place } ({ $date }). Поищите её там, в том числе в папке «Спам». Если она не придёт, запросить ещё одну можно будет позже ({ $again }).
page-renew-enough = Сегодня на { $place } уже отправлено несколько новых ссылок. Поищите последнюю там, в том числе в папке «Спам». Запросить ещё одну можно будет позже ({ $again }). Отправитель приглашения: { $inviter }
page-renew-suspended = Аккаунт приостановлен, поэтому сейчас войти в него нельзя. К кому обратиться: { $inviter }
page-not-renewed-heading = Мы не можем отправить новую ссылку
page-not-renewed-not-entitled = У отправителя больше нет права приглашать в аккаунт «{ $account }», поэтому ничего не отправлено. Отправитель: { $inviter }
page-not-renewed-not-sendable = Приглашение в аккаунт «{ $account }» нельзя отправить в его нынешнем виде, поэтому ничего не отправлено. Отправитель: { $inviter }
page-not-renewed-advice = Попросите отправителя или другого администратора аккаунта проверить приглашение и отправить его снова.
page-revoked-heading = Приглашение отозвано
page-revoked-text = { $inviter } приглашает вас в аккаунт «{ $account }», но затем приглашение отозвали.
page-revoked-advice = Если это неожиданно для вас, спросите у отправителя: { $inviter }
page-declined-heading = Вы отклонили приглашение
page-declined-text = { $inviter } приглашает вас в аккаунт «{ $account }». Продолжения не будет.
page-declined-advice = Передумали? Попросите прислать новое приглашение. Отправитель: { $inviter }
page-ended-heading = Вы больше не участник
page-ended-text = Вы приняли приглашение в аккаунт «{ $account }», но затем ваше участие в нём прекратили.
page-ended-advice = Если вас пригласили снова, откройте ссылку из самого нового сообщения. Если нет, попросите администратора прислать новое приглашение.
page-switched-off-heading = Ваш доступ отключён
page-switched-off-text = Вы участник аккаунта «{ $account }», но администратор временно отключил ваш доступ.
page-switched-off-advice = Попросите администратора включить его снова.
page-approval-follows = Когда вы примете приглашение, администратор аккаунта «{ $account }» должен будет вас одобрить, прежде чем аккаунт откроется.
page-approval-heading = Ожидается одобрение
page-approval-text = Вы приняли приглашение в аккаунт «{ $account }». Прежде чем он откроется для вас, его администратор должен вас одобрить.
page-approval-advice = Больше от вас ничего не нужно, и отдельного сообщения не будет: попробуйте войти позже или спросите того, кто вас пригласил ({ $inviter }).
page-unknown-heading = Мы не знаем этой ссылки
page-unknown-text = Возможно, ссылка оборвалась в письме или скопирована не целиком, либо эта страница была открыта больше часа.
page-unknown-advice = Откройте ссылку из письма ещё раз, целиком. Если не поможет, попросите новое приглашение у того, кто вас пригласил.

# Поля
page-field-name = Имя
page-field-your-name = Ваше имя
page-field-login = Логин
page-field-email = Адрес электронной почты
page-field-phone = Номер телефона
page-field-password = Пароль
page-field-password-again = Тот же пароль ещё раз
page-field-current-password = Текущий пароль
page-field-new-password = Новый пароль
page-field-confirm-new-password = Подтвердите новый пароль
page-field-identifier = Адрес почты или логин
page-field-account = Название аккаунта
page-field-language = Язык
page-field-access = Доступ
page-field-message = Личное сообщение
page-field-reason = Почему?
page-field-roles = Роли
page-field-groups = Группы
page-password-show = Показать пароль
page-password-length = { $n } из { $m } символов
page-password-hint =
    { $n ->
        [one] Не короче { $n } символа. Несколько слов подряд легко запомнить.
       *[many] Не короче { $n } символов. Несколько слов подряд легко запомнить.
    }
page-reason-hint = Это прочтут только администраторы аккаунта.
page-account-hint = Компания или команда, в которую приглашают людей. Название они увидят в письмах.

# Что не так с ответом
page-error-required = Это нужно заполнить.
page-error-too-long = Слишком длинно. Сократите, пожалуйста.
page-error-forbidden-character = Здесь есть недопустимые знаки: например, переносы строк или невидимые символы.
page-error-email-required = Введите адрес электронной почты.
page-error-email-invalid = Это не адрес электронной почты. Он выглядит так: name@example.org.
page-look-alike = Посмотрите на этот адрес ещё раз: буквы в его домене похожи на другие. Настоящее имя домена — { $domain }.
page-error-identifier-required = Введите адрес почты или логин.
page-error-password-required = Введите пароль.
page-error-password-too-short =
    { $n ->
        [one] Пароль должен быть не короче { $n } символа.
       *[many] Пароль должен быть не короче { $n } символов.
    }
page-error-password-too-long = Пароль слишком длинный.
page-error-password-too-simple = Пароль состоит из одного повторяющегося символа. Придумайте менее очевидный.
page-error-password-blocklisted = Это один из самых распространённых паролей, его пробуют первым. Придумайте такой, до которого не додумается никто другой.
page-error-password-contains-context = Пароль содержит ваше имя или адрес либо слишком похож на них или на название аккаунта. Придумайте менее очевидный.
page-error-password-is-temporary = Это временный пароль. Придумайте собственный.
page-error-passwords-differ = Пароли не совпадают. Введите один и тот же дважды.
page-error-wrong-password = Неверный пароль.
page-error-wrong-credentials = Неверный адрес или пароль.
page-error-too-many-attempts = Слишком много неудачных попыток. Попробуйте снова через { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[other] { $minutes } минут
 }.
page-no-roles-heading = Роли не назначены
page-error-no-roles = У вошедшего пользователя { $user } нет назначенных ролей. Обратитесь к системному администратору, чтобы он настроил роли для пользователя { $user }.
page-error-approval-pending = Сначала вас должен одобрить администратор ({ $accounts }). Попробуйте войти позже или обратитесь к нему.
page-error-inviter-not-entitled = Тот, кто вас пригласил, больше не может приглашать. Попросите другого администратора отправить приглашение ещё раз.
page-error-suspended = Аккаунт приостановлен: сейчас в него никто не может войти.
page-error-no-seat = Все места в аккаунте заняты. Попросите того, кто вас пригласил, освободить место и попробуйте снова: приглашение остаётся в силе.
page-error-resource-taken = Приглашение даёт { $resources }, а это тем временем получил кто-то другой. Попросите того, кто вас пригласил, изменить приглашение и попробуйте снова: оно остаётся в силе.
page-error-login-taken = Этот логин уже занят. Попросите того, кто вас пригласил, выбрать другой и отправить приглашение ещё раз.
page-error-cannot-decline = Сейчас это приглашение нельзя отклонить. Можно просто оставить его без ответа.
page-error-conflict = В этот же момент что-то изменилось. Попробуйте ещё раз.
page-error-already-member = Этот человек уже участник.
page-error-no-channel = Этому человеку нельзя отправить сообщение: нет подходящего способа связи.
page-error-may-not-grant = У вас нет права это предоставить.

# Вход
page-sign-in-heading = Вход
page-continue-button = Продолжить
page-sign-in-button = Войти
page-sign-in-someone-else = Войти под другим именем
page-sign-out-button = Выйти
page-password-heading = Сменить пароль
page-password-explanation = Здесь вы останетесь в системе, на других устройствах — выйдете.
page-password-button = Сменить пароль
page-empty-heading = Здесь пока ничего нет
page-empty-text = Тот, кто запустил сервис, найдёт в его выводе одноразовую ссылку. Она создаёт первый аккаунт и его администратора.

# Первый администратор
page-setup-heading = Создание первого аккаунта
page-setup-explanation = Вы станете его администратором и сразу сможете приглашать людей.
page-setup-button = Создать аккаунт
page-setup-done-heading = Аккаунт готов
page-setup-done-text = Войдите с вашим адресом и паролем и пригласите первого человека с главной страницы.
page-setup-done-api = Чтобы приглашать из программы, создайте там ключ API: страница с ключом покажет готовый вызов.
page-setup-unknown-heading = Ссылка для настройки не действует
page-setup-unknown-text = Она работает один раз, пока сервис пуст. Действующую ссылку найдёт в выводе сервиса тот, кто его запустил.

# Главная страница
page-home-title = Главная
page-home-heading = Здравствуйте, { $name }
page-home-nav = Ещё
page-api-docs = Документация API
page-accounts-heading = Ваши аккаунты
page-accounts-none = Вы пока не состоите ни в одном аккаунте.
page-account-open = Открыть
page-access-administrator = Администратор
page-access-standard = Пользователь

# Приглашения аккаунта
page-just-now = только что
page-ago = { $span } назад
page-expires-in = истекает через { $span }
page-notice-nothing-selected = Никто не выбран. Сначала отметьте флажки перед именами.
page-notice-sent-many = { $n ->
    [one] { $n } сообщение отправляется.
    [few] { $n } сообщения отправляются.
   *[many] { $n } сообщений отправляется.
}
page-notice-revoked-many = { $n ->
    [one] Отозвано { $n } приглашение.
    [few] Отозвано { $n } приглашения.
   *[many] Отозвано { $n } приглашений.
}
page-notice-not-done = { $n ->
    [one] Для { $n } человека это сейчас невозможно.
   *[many] Для { $n } человек это сейчас невозможно.
}
page-filter-heading = Фильтр по статусу
page-filter-all = Все
page-status-not-invited = Не приглашён
page-status-queued = В очереди
page-status-invited = Приглашён
page-status-accepted = Принято
page-status-declined = Отклонено
page-status-expired = Истекло
page-status-error = Ошибка
page-status-revoked = Отозвано

# Одно приглашение
page-facts-heading = Приглашение
page-fact-invited-by = Отправитель
page-fact-created = Записано
page-fact-handed-over = Передано
page-fact-good-until = Действует до
page-send-button = Отправить приглашение
page-resend-button = Отправить ещё раз
page-revoke-link = Отозвать
page-revoke-heading = Отозвать это приглашение?
page-revoke-text = Отправленная ссылка сразу перестанет работать. Позже можно отправить новую. Получатель: { $name }
page-revoke-button = Отозвать приглашение
page-reason-heading = Названная причина
page-not-delivered = Сообщение не доставлено
page-history-heading = История
page-history-created = Внесено в список
page-history-edited = Изменено
page-history-queued = Сообщение поставлено в очередь
page-history-invited = Сообщение передано
page-history-failed = Сообщение не отправлено
page-history-code-asked = Запрошен код для принятия
page-history-bounced = Сообщение вернулось
page-history-accepted = Принято
page-history-declined = Отклонено
page-history-expired = Истекло
page-history-revoked = Отозвано
page-actor-you = вы
page-actor-person = другой администратор
page-actor-api-key = ключ API
page-actor-invitee = приглашённый
page-actor-holder = тот, у кого была ссылка
page-link-failure-someone-else = вход был выполнен под другим именем
page-link-failure-code-wrong = код был неверен
page-link-failure-too-many-codes = введено слишком много неверных кодов
page-link-failure-expired = срок ссылки истёк
page-link-failure-superseded = её сменила более новая ссылка
page-link-failure-revoked = приглашение отозвано
page-link-failure-declined = приглашение отклонено
page-link-failure-removed = человек исключён
page-link-failure-switched-off = человек отключён
page-link-failure-not-entitled = пригласивший больше не вправе это дать
page-link-failure-suspended = аккаунт приостановлен
page-link-failure-no-seat = все места заняты
page-link-failure-resource-taken = номер из приглашения принадлежит другому
page-link-failure-too-soon = сообщение было отправлено совсем недавно
page-link-failure-not-sendable = приглашение в таком виде нельзя отправить
page-channel-email = почта
page-channel-sms = SMS
page-attempt-handed-over = Попытка { $n } ({ $channel }): принято
page-attempt-deferred = Попытка { $n } ({ $channel }): пока нет
page-attempt-unknown = Попытка { $n } ({ $channel }): нет ответа
page-attempt-failed = Попытка { $n } ({ $channel }): отказ
page-attempt-bounced = Попытка { $n } ({ $channel }): вернулось
page-attempt-next = следующая попытка { $date }
page-failure-unknown-recipient = Такого почтового ящика нет
page-failure-unknown-domain = Домен не принимает почту
page-failure-mailbox-full = Почтовый ящик переполнен
page-failure-refused-by-policy = Принимающая сторона отвергает наши письма
page-failure-too-large = Сообщение слишком большое
page-failure-refused = Принимающая сторона отказала
page-failure-retries-exhausted = Принимающая сторона недоступна
page-failure-bounced = Письмо вернулось
page-advice-address = Уточните адрес у получателя, исправьте его и отправьте ещё раз.
page-advice-domain = Проверьте часть после @, исправьте её и отправьте ещё раз.
page-advice-mailbox-full = Попросите получателя освободить место и отправьте ещё раз.
page-advice-policy = Обратитесь к администратору принимающей стороны или попросите нашего проверить репутацию отправителя.
page-advice-too-large = Сократите личное сообщение и отправьте ещё раз.
page-advice-refused = Прочтите ответ принимающей стороны, устраните причину и отправьте ещё раз.
page-advice-retries = Проверьте адрес и отправьте ещё раз.

# Ключи API
page-key-heading = Создать ключ API

# Что только что сделано
page-notice-queued = Приглашение отправляется.
page-notice-revoked = Приглашение отозвано. Его ссылка больше не работает.
page-notice-not-now = Это невозможно в текущем состоянии приглашения.
page-notice-place-taken = Для этого человека уже есть другое приглашение.
page-notice-not-grantable = Того, что даёт приглашение, уже нет или оно принадлежит другому. Ничего не отправлено.
page-notice-password-changed = Пароль изменён.
page-notice-signed-out = Вы вышли.

# Встроенный почтовый ящик
page-inbox-heading = Входящие
page-inbox-trying-heading = Только для пробы.
page-inbox-trying-text = Почтовый сервер не настроен, поэтому письма остаются здесь и никуда не уходят. Они хранятся в памяти и исчезают после перезапуска. Чтобы отправлять настоящую почту, задайте INVITE_SMTP_URL.
page-inbox-empty = Писем пока нет. Пригласите кого-нибудь, и письмо появится здесь.
page-inbox-from = От
page-inbox-to = Кому
page-inbox-at = Получено
page-inbox-text = Показать текстовую часть

# Ошибки
page-not-found-heading = Такой страницы нет
page-not-found-text = Возможно, она переехала или предназначена не вам.
page-forbidden-heading = Это невозможно
page-forbidden-text = Страница предназначена администраторам, или форма отправлена с другого сайта. Вернитесь и попробуйте здесь.
page-bad-request-heading = Не удалось прочитать запрос
page-bad-request-text = Форма пришла неполной или слишком большой. Вернитесь и попробуйте ещё раз.
page-unavailable-heading = Подождите немного
page-unavailable-text = Сервис сейчас не может ответить. Попробуйте через минуту: ничего не потеряно.
page-broken-heading = Что-то пошло не так
page-broken-text = Это наша ошибка, и она записана. Попробуйте ещё раз; если не поможет, сообщите тому, кто обслуживает сервис.

# Забытый пароль
page-forgotten-link = Забыли пароль?
page-forgotten-heading = Забыли пароль?
page-forgotten-explanation = Введите то, с чем вы входите. Мы пришлём письмо со ссылкой, чтобы задать новый пароль.
page-forgotten-button = Отправить ссылку
page-forgotten-back = Вернуться ко входу
page-forgotten-done-heading = Проверьте почту
page-forgotten-done-text = Если с такими данными кто-то входит, письмо со ссылкой уже в пути. Ссылка сработает один раз и действует час.
page-forgotten-done-advice = Письма нет? Загляните в папку «Спам». Если вас пригласили, а пароля вы ещё не задали, воспользуйтесь приглашением.
page-reset-heading = Новый пароль
page-reset-explanation = После этого вы выйдете на всех устройствах и войдёте с новым паролем.
page-reset-button = Сохранить пароль
page-reset-again = Запросить новую ссылку
page-reset-expired-heading = Срок действия ссылки истёк
page-reset-expired-text = Она действовала один час.
page-reset-used-heading = Ссылка уже использована
page-reset-used-text = Она срабатывает один раз. Ею уже воспользовались, или пароль с тех пор сменили.
page-notice-password-set = Новый пароль сохранён. Войдите с ним.

# What a person gets.

page-field-type = Тип
page-type-internal = Внутренний
page-type-external = Внешний
page-type-hint = Пока приглашение не принято, человек показан как приглашённый и войти не может.
page-access-hint = Администратор приглашает, выдаёт права и управляет всем в этом аккаунте и в подчинённых ему.
page-roles = Роли
page-groups = Группы
page-permissions = Разрешения
page-numbers = Номера
page-default-groups-hint = Каждый, кто примет приглашение, войдёт также в: { $groups }
page-number-search = Найти номер
page-number-none = Свободных номеров не найдено.
page-error-undefined = В этом аккаунте нет «{ $name }».
page-error-undefined-similar = В этом аккаунте нет «{ $name }»; возможно, вы имели в виду «{ $similar }»?
page-error-number-held = { $name } уже закреплён за другим человеком. Выберите другой.
page-error-number-promised = { $name } обещан в другом приглашении. Выберите другой.
page-search-button = Найти

# Setting up: the mail server
page-setup-step-account = Аккаунт и администратор
page-setup-step-mail = Почта
page-setup-mail-heading = Почтовый сервер
page-setup-mail-text = Приглашения уходят через ваш почтовый сервер. Прежде чем что-либо сохранить, мы проверим его письмом вам.
page-setup-operator = Почтовый сервер уже задал тот, кто запустил этот сервис:
page-setup-field-host = Сервер
page-setup-hint-host = Имя вида mail.example.org или IP-адрес.
page-setup-field-port = Порт
page-setup-hint-port = Обычно 587; 465, если шифрование действует с самого начала.
page-setup-field-tls = Шифрование
page-setup-tls-required = Обязательно (STARTTLS)
page-setup-tls-implicit = С самого начала (TLS)
page-setup-tls-offered = Если сервер предлагает
page-setup-tls-none = Без шифрования
page-setup-field-user = Имя пользователя
page-setup-field-from = Адрес отправителя
page-setup-hint-from = Адрес, который сервер разрешает использовать, например invite@example.org.
page-setup-field-to = Пробное письмо на адрес
page-setup-hint-to = Проверьте, дошло ли оно.
page-setup-save-button = Отправить мне пробное письмо и сохранить
page-setup-untested-button = Сохранить без проверки
page-setup-test-button = Отправить мне пробное письмо
page-setup-inbox-text = Нет сервера под рукой? Пока он не задан, письма попадают во встроенный ящик, где их читают администраторы.
page-setup-inbox-button = Пока оставить встроенный ящик
page-setup-to-people = Перейти к людям
page-setup-said-inbox = Всё настроено. Кого вы хотите пригласить?
page-setup-said-mail = Почтовый сервер сохранён, теперь письма уходят через него.
page-setup-test-good = Сервер принял пробное письмо
page-setup-test-bad = Пробное письмо не ушло, ничего не сохранено
page-setup-server-said = Ответ слово в слово:
page-setup-step-connection = Сервер отвечает
page-setup-step-encryption = Связь зашифрована
page-setup-step-login = Имя пользователя и пароль верны
page-setup-step-handover = Письмо принято
page-setup-no-connection = До сервера не достучаться: проверьте имя, порт и межсетевой экран
page-setup-no-encryption = Связь не удалось зашифровать: выберите другой вид шифрования или проверьте сертификат сервера
page-setup-no-login = Сервер не принял имя пользователя или пароль: введите их ещё раз
page-setup-no-handover = Сервер не принял письмо: проверьте, разрешён ли этот адрес отправителя
page-setup-error-port = Порт — это число от 1 до 65535.
page-setup-error-host = Это не имя сервера. Напишите его как mail.example.org, без порта и косых черт.
page-setup-error-login = Имя пользователя и пароль нужны вместе: заполните оба поля или оставьте оба пустыми.

# Код, который нужен для принятия
page-code-ask-explanation = Чтобы этой ссылкой не воспользовался никто другой, мы отправим код: { $contact }. Введите его на следующей странице.
page-code-ask-button = Отправить мне код
page-code-explanation = Введите код, который мы отправили, и придумайте пароль, чтобы принять приглашение.
page-code-field = Код из сообщения
page-code-hint = Восемь цифр, отправлены: { $contact }, { $date }. Код действует 10 минут; проверьте и папку со спамом.
page-code-again-button = Отправить новый код
page-error-code-required = Введите код, который мы вам отправили.
page-error-code-malformed = В коде восемь цифр, например 1234 5678.
page-error-code-wrong = { $n ->
    [one] Это не последний код. Осталась { $n } попытка.
    [few] Это не последний код. Осталось { $n } попытки.
   *[other] Это не последний код. Осталось { $n } попыток.
}
page-error-code-expired = Срок действия этого кода истёк. Запросите новый ниже.
page-error-code-too-many = Введено слишком много неверных кодов, и этот больше не действует. Запросите новый ниже.
page-error-code-too-soon = Код отправлен совсем недавно. Сначала поищите его; новый можно запросить с { $date }.
