# The overview of an account.

overview-heading = Обзор
overview-now = Что сейчас
overview-funnel = Последние 30 дней
overview-funnel-hint = Как далеко прошли те, кого внесли в список за это время. Дни начинаются в полночь по UTC.
overview-step-added = В списке
overview-step-sent = Отправлено
overview-step-accepted = Принято
overview-share = { $percent }{ "\u00A0" }%
overview-median-heading = Время до принятия
overview-median = Половина принявших сделали это за { $span } после отправки.
overview-median-minute = Половина принявших сделали это меньше чем за минуту после отправки.
overview-median-none = За это время никто не принял приглашение.
overview-days = По дням
overview-days-sums = За 30 дней отправлено: { $sent }, принято: { $accepted }.
overview-day = День
overview-table = Числа таблицей
overview-attention = Что требует внимания
overview-attention-none = Сейчас ничего.
overview-errors = { $n ->
    [one] Не доставлено { $n } сообщение
    [few] Не доставлено { $n } сообщения
   *[many] Не доставлено { $n } сообщений
}
overview-expiring = { $n ->
    [one] { $n } приглашение истекает в ближайшие два дня
    [few] { $n } приглашения истекают в ближайшие два дня
   *[many] { $n } приглашений истекают в ближайшие два дня
}
overview-waiting = { $n ->
    [one] { $n } сообщение ждёт больше часа
    [few] { $n } сообщения ждут больше часа
   *[many] { $n } сообщений ждут больше часа
}
overview-approvals = { $n ->
    [one] { $n } человек принял приглашение и ждёт одобрения
    [few] { $n } человека приняли приглашение и ждут одобрения
   *[many] { $n } человек приняли приглашение и ждут одобрения
}
overview-show-errors = Все с ошибкой
overview-show-invited = Все приглашённые
overview-show-waiting = Все, чьи сообщения ждут
overview-show-approvals = Все, кто ждёт одобрения
overview-empty = В списке пока никого нет
overview-empty-advice = Пригласите первого человека. После этого здесь будет видно, как идут дела.
overview-empty-link = Пригласить людей
