# Приглашение одного человека или нескольких.

invite-heading = Пригласить человека
invite-back-to-people = Люди
invite-see-person = Посмотреть, что с этим приглашением
invite-who-heading = Кого
invite-type-note = Пока приглашение не принято, человек показан как «Invitation Internal (No login)».
invite-grant-heading = Что он получит
invite-message-heading = Сообщение
invite-contact-hint = Нужен адрес почты или номер телефона.
invite-phone-hint = С + и кодом страны, например +7 905 111-11-11.
invite-login-hint = Имя для входа. Человек увидит его заполненным и не сможет изменить.
invite-language-hint = Язык сообщения и страниц, на которые оно ведёт.
invite-field-channel = Отправить
invite-channel-auto = По почте, а если адреса нет – по SMS
invite-channel-email = По почте
invite-channel-sms = По SMS
invite-field-validity = Срок действия
invite-validity-hint = От 1 часа до 365 дней. Если не заполнить: { $span }, как задано для аккаунта.
invite-field-validity-unit = Дни или часы
invite-unit-days = Дни
invite-unit-hours = Часы
invite-save-button = Сохранить
invite-save-and-send-button = Сохранить и отправить
invite-saved = Человек внесён в список. Пока ничего не отправлено.
invite-sent = Человек внесён в список, приглашение отправляется.
invite-error-country-code = В номере нужны + и код страны, например +7 905 111-11-11.
invite-error-phone = Это не номер телефона. В нём от 8 до 15 цифр, он начинается с + и кода страны.
invite-error-login = В логине могут быть только буквы от a до z, цифры и . _ + -
invite-error-login-taken = Этот логин занят. Выберите другой.
invite-error-validity = Введите целое число: от 1 часа до 365 дней.
invite-error-contact = Введите адрес почты или номер телефона.
invite-error-no-email = Для отправки по почте нужен адрес почты.
invite-error-no-phone = Для отправки по SMS нужен номер телефона.
invite-error-no-sms = Этот аккаунт отправляет только по почте. Введите адрес почты.
invite-error-no-gateway = SMS не уйдёт: тот, кто ведёт этот сервис, не настроил шлюз.
invite-error-already-invited = Этот человек уже приглашён. Второго приглашения не появилось.

# Перед отправкой
invite-confirm-heading = Отправить это приглашение?
invite-confirm-mail = { $name } получит письмо на { $to }
invite-confirm-sms = { $name } получит SMS на { $to }
invite-only-save-button = Сохранить без отправки
invite-edit-button = Назад к форме
invite-preview-heading = Само сообщение
invite-preview-hint = Уйдёт именно это сообщение. Ссылка и временный пароль создаются при отправке; показанные здесь ничего не открывают.
invite-preview-subject = Тема
invite-preview-button = Показать письмо, как оно будет выглядеть

# Several people
invite-several-heading = Пригласить нескольких
invite-steps = Шаги
invite-step-list = Адреса
invite-step-give = Доступ и номера
invite-step-summary = Итог
invite-list-label = Адреса
invite-list-hint = Введите или вставьте в любом привычном виде: через запятую, точку с запятой или с новой строки, с именами или без.
invite-list-hint-phones = Введите или вставьте адреса и номера телефонов в любом привычном виде: через запятую, точку с запятой или с новой строки, с именами или без. Номера начинаются с + и кода страны.
invite-list-empty = Введите хотя бы один адрес.
invite-list-line = Строка { $line }:
invite-list-no-contact = здесь нет адреса. Напишите его как name@example.org.
invite-list-invited = Этот человек уже приглашён.
invite-list-repeated = уже есть в строке { $line }.
invite-list-skip = Пропустить их и продолжить с остальными
invite-give-each = Для каждого
invite-give-all = Для всех
invite-next-button = Далее
invite-back-button = Назад
invite-done-button = К людям
invite-list-too-many = За один раз — не больше { $n }. Остальных пригласите потом.
invite-summary-lead = { $n ->
    [one] Приглашён будет { $n } человек; сообщение уйдёт сразу.
    [few] Приглашены будут { $n } человека; сообщения уйдут сразу.
   *[other] Приглашены будут { $n } человек; сообщения уйдут сразу.
}
invite-summary-button = { $n ->
    [one] Пригласить { $n } человека
   *[other] Пригласить { $n } человек
}
invite-done-left = { $n ->
    [one] { $n } человек не приглашён
    [few] { $n } человека не приглашены
   *[other] { $n } человек не приглашены
}
