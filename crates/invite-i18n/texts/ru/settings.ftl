# Settings of an account and API keys.

settings-heading = Настройки
settings-tab-general = Общие
settings-tab-keys = Ключи API
settings-save = Сохранить
settings-notice-saved = Сохранено: { $what }.
settings-notice-unchanged = Ничего не изменено.

# General
settings-group-general = Общие
settings-name = Название
settings-name-hint = Его видят приглашённые в письмах и на страницах.
settings-slug = Название в адресах
settings-slug-hint = Страницы этого аккаунта начинаются с /a/{ $slug }. Если его сменить, закладки и программы со старым названием перестанут работать; ссылки в письмах продолжат.
settings-default-locale = Язык
settings-default-locale-hint = Для всех, чей язык неизвестен.

# Invitations
settings-group-invitations = Приглашения
settings-unit = Единица
settings-unit-days = дни
settings-unit-hours = часы
settings-unit-minutes = минуты
settings-unit-seconds = секунды
settings-ttl = Сколько действует приглашение
settings-ttl-hint = С момента отправки: от 1 часа до 365 дней. У отправленных раньше срок не меняется.
settings-credentials = Как новые люди получают пароль
settings-credentials-hint = Ссылка безопаснее: пароль не видит никто, кроме самого человека.
settings-credentials-link = Задают сами по ссылке из сообщения
settings-credentials-temporary = В сообщении временный пароль, который меняют при первом входе
settings-channels = Как связываться с людьми
settings-channels-hint = Для SMS нужен шлюз: его подключает тот, кто обслуживает этот сервис.
settings-channels-email = Только по электронной почте
settings-channels-both = По электронной почте или SMS
settings-proof = Что нужно новым людям, кроме ссылки
settings-proof-hint = Ссылку могут переслать. Код приходит только на записанный адрес или номер, и его спрашивают при принятии.
settings-proof-link = Ничего
settings-proof-administrators = Код, если человек станет администратором
settings-proof-code = Всегда код
settings-approval = Когда человек принял приглашение
settings-approval-hint = Пока администратор не одобрит, место за человеком есть, но войти он не может.
settings-approval-none = Он сразу участник
settings-approval-required = Сначала одобряет администратор
settings-resend = Старая ссылка, когда приглашение отправляют снова
settings-resend-hint = Тому, кто откроет заменённую ссылку, посоветуют найти более новое сообщение.
settings-resend-immediately = Сразу перестаёт работать
settings-resend-grace = Работает ещё какое-то время
settings-resend-until-expiry = Работает до конца своего срока
settings-grace = Сколько ещё работает старая ссылка
settings-grace-hint = Только для варианта «Работает ещё какое-то время»: от 1 часа до 365 дней.
settings-groups = Группы для каждого, кто принял приглашение
settings-groups-hint = Каждого принявшего включают в эти группы, помимо того, что даёт приглашение.
settings-groups-none = Групп пока нет. Добавить

# Mails
settings-group-mails = Письма
settings-mail-subject = Тема приглашений
settings-mail-subject-hint = {"{"}account{"}"}, {"{"}inviter{"}"} и {"{"}invitee{"}"} заменяются именами. Если пусто — тема на языке человека.
settings-sender-name = Имя отправителя
settings-sender-name-hint = От чьего имени письма. Если пусто — название аккаунта.

# After accepting
settings-group-after = Куда попадают люди
settings-login-url = Где люди входят
settings-login-url-hint = Адрес, который начинается с https:// или http://. Если пусто — страница этого сервиса.
settings-after-accept-url = Куда люди попадают, приняв приглашение
settings-after-accept-url-hint = Адрес, который начинается с https:// или http://. Если пусто — туда, где входят.

# Passwords and seats
settings-group-access = Пароли и места
settings-password = Самый короткий пароль
settings-password-hint = В знаках, от 8 до 64; советуем 15. Действует для паролей, которые зададут с этого момента.
settings-seats = Места
settings-seats-hint = Сколько человек может быть в аккаунте одновременно; сейчас в нём { $n }. Если мест станет меньше, никого не исключат. Если пусто — сколько угодно.

# What is wrong
settings-error-slug = Используйте буквы от a до z, цифры и дефисы между ними.
settings-error-slug-taken = Это название в адресах уже у другого аккаунта. Выберите иное.
settings-error-url = Адрес должен выглядеть как https://example.org/path: без пробелов, имени и пароля.
settings-error-placeholder = В фигурных скобках могут стоять только {"{"}account{"}"}, {"{"}inviter{"}"} и {"{"}invitee{"}"}.
settings-error-ttl = Выберите от 1 часа до 365 дней.
settings-error-number = Введите целое число.
settings-error-password = Введите целое число от 8 до 64.
settings-error-seats = Введите целое число не меньше 1 или оставьте пустым.

# API keys
settings-keys-lead = С ними программы действуют в этом аккаунте и в аккаунтах под ним.
settings-keys-none = Ключей API пока нет. Создайте отдельный для каждой программы, чтобы каждый можно было отозвать.
settings-keys-newest = Самые новые ключи
settings-keys-older = Более старые ключи
settings-key-explanation = С ним программа действует от вашего имени. Он показывается один раз.
settings-key-name = Название ключа
settings-key-name-hint = Например, программа, которая будет им пользоваться. Это имя видно как имя отправителя.
settings-key-scope = Что он может делать
settings-scope-read = Только читать
settings-scope-invite = Читать и приглашать
settings-scope-administer = Делать всё
settings-key-expiry = Когда он перестанет работать
settings-key-expiry-hint = Ключ, который заканчивается сам, не забудется.
settings-key-expiry-month = Через 30 дней
settings-key-expiry-quarter = Через 90 дней
settings-key-expiry-year = Через год
settings-key-expiry-never = Никогда
settings-key-button = Создать ключ
settings-key-made-heading = Ваш новый ключ API
settings-key-made-text = Скопируйте его сейчас: он показан только здесь и больше не появится.
settings-key-made-example = Пригласить с его помощью
settings-key-done = Ключ скопирован
settings-key-made-by = Создан: { $who }, { $date }
settings-key-by-system = тот, кто обслуживает сервис
settings-key-never-expires = Бессрочный
settings-key-expires = Работает до { $date }
settings-key-expired = Закончился { $date }
settings-key-never-used = Ещё не использовался
settings-key-used = Последний раз использован: { $when }
settings-key-revoke = Отозвать
settings-key-revoke-one = Отозвать { $name }
settings-key-revoke-heading = Отозвать { $name }?
settings-key-revoke-text = Следующий запрос с этим ключом будет отклонён. Приглашения, которые он отправил, нельзя будет принять, пока кто-нибудь не отправит их снова. Отменить это нельзя.
settings-key-revoke-button = Отозвать ключ
settings-error-choice = Выберите одно из предложенных значений.
settings-notice-key-revoked = Ключ отозван. Следующий запрос с ним будет отклонён.
settings-notice-key-gone = Такого ключа уже нет. Ничего не изменено.
