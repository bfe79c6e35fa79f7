# One's own profile and sessions.

profile-heading = Ваш профиль
profile-back = Назад к профилю
profile-sessions-link = Где вы вошли
profile-sessions-heading = Где вы вошли
profile-sessions-text = Если какой-то сеанс вам незнаком, завершите его и смените пароль.
profile-session-this = Этот браузер
profile-session-began = Вход: { $date }
profile-session-seen = Последнее использование: { $date }
profile-device-unknown = Неизвестное устройство
profile-end-button = Завершить
profile-end-label = Завершить сеанс: { $device }, вход { $date }
profile-notice-ended = Сеанс завершён.
profile-notice-gone = Такого сеанса нет, или он уже завершён.
profile-everywhere-link = Выйти везде
profile-everywhere-heading = Выйти везде?
profile-everywhere-text = { $n ->
    [one] Будет завершён { $n } сеанс, включая сеанс в этом браузере.
    [few] Будут завершены { $n } сеанса, включая сеанс в этом браузере.
   *[many] Будут завершены { $n } сеансов, включая сеанс в этом браузере.
}
profile-everywhere-button = Выйти везде
profile-edit-link = Изменить имя или язык
profile-edit-heading = Изменить имя или язык
profile-name-hint = Это имя видно в каждом из ваших аккаунтов.
profile-language-hint = На нём будут страницы и письма для вас.
profile-language-unset = Как предпочитает браузер
profile-notice-changed = Профиль изменён.
